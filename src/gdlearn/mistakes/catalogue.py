"""All mistakes, read from the tables that lie beside this file."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from importlib.resources import files
from typing import Any

from gdlearn.errors import InputError
from gdlearn.mistakes.mistake import Kind, Mistake
from gdlearn.mistakes.program import Edit

# The file, the kind of the mistakes in it, and the right program where a table does not name one.
TABLES = (
    ("gradient.toml", Kind.GRADIENT, "gradient"),
    ("shapes.toml", Kind.SHAPE, "descent"),
    ("loops.toml", Kind.LOOP, "descent"),
)


def _read(file: str, kind: Kind, program: str) -> dict[str, Mistake]:
    tables = tomllib.loads(files("gdlearn.mistakes").joinpath(file).read_text(encoding="utf-8"))
    return {name: _mistake(name, kind, {"program": program} | table) for name, table in tables.items()}


def _mistake(id: str, kind: Kind, table: dict[str, Any]) -> Mistake:  # noqa: A002  # the word of the catalogue
    edits, like = (tuple(Edit(old, new) for old, new in table.pop(name, ())) for name in ("edits", "like"))
    return Mistake(id=id, kind=kind, edits=edits, like=like, **table)


CATALOGUE: dict[str, Mistake] = {name: mistake for table in TABLES for name, mistake in _read(*table).items()}


def find(id: str) -> Mistake:  # noqa: A002  # the word of the catalogue
    """The mistake of that name.

    Args:
        id: the name of a mistake: "missing-two".

    Raises:
        InputError: if there is none; the sentence says which names come close.

    Examples:
        >>> find("missing-two").title
        'The 2 is missing'
    """
    if id in CATALOGUE:
        return CATALOGUE[id]
    close = get_close_matches(id, CATALOGUE, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(close)}?" if close else "`gdlearn mistakes` lists all."
    raise InputError(f"there is no mistake {id!r} in the catalogue; {hint}")
