"""The list of all exercises, in their order: read from `manifest.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from gdlearn.errors import InputError
from gdlearn.exercises.exercise import Exercise

MANIFEST = Path(__file__).with_name("manifest.toml")
ALLOWED = {field.name for field in fields(Exercise)} - {"place"}


@cache
def exercises() -> dict[str, Exercise]:
    """All exercises by their names, in the order in which they are done.

    Raises:
        InputError: if the manifest has a field that is not known, lacks one, or names an exercise twice.

    Examples:
        >>> next(iter(exercises().values())).lesson <= 4
        True
    """
    return read_manifest(MANIFEST.read_text(encoding="utf-8"))


def read_manifest(text: str) -> dict[str, Exercise]:
    """The exercises of a manifest.

    Args:
        text: TOML: a table `[[exercise]]` for each, with the attributes of `Exercise`; `function = "f"` is short for
            `functions = ["f"]`.

    Raises:
        InputError: as `exercises` does.
    """
    found: dict[str, Exercise] = {}
    places: Counter[int] = Counter()
    for table in tomllib.loads(text).get("exercise", ()):
        name = table.get("name", "?")
        if name in found:
            raise InputError(f"the manifest lists the exercise {name!r} twice; remove one.")
        if unknown := set(table) - ALLOWED - {"function"}:
            raise InputError(f"exercise {name}: the manifest has no field {', '.join(sorted(unknown))}; remove it.")
        places[table.get("lesson", 0)] += 1
        found[name] = _exercise(table, places[table.get("lesson", 0)])
    return found


def _exercise(table: dict[str, Any], place: int) -> Exercise:
    functions = table.pop("functions", None) or [table.pop("function", "")]
    try:
        return Exercise(**table | {"functions": tuple(functions), "hints": tuple(table["hints"]), "place": place})
    except (KeyError, TypeError) as error:
        raise InputError(f"exercise {table.get('name', '?')}: the manifest lacks a field ({error}); add it.") from error


def find(name: str) -> Exercise:
    """The exercise of that name.

    Args:
        name: the name of an exercise, or of a learner's file of it: "gradient-loop", "04-1-gradient-loop.py".

    Raises:
        InputError: if there is none; the sentence says which names come close.

    Examples:
        >>> find("04-1-gradient-loop.py").name
        'gradient-loop'
    """
    known = exercises()
    bare = Path(name).name.removesuffix(".py").replace("_", "-")
    parts = bare.split("-")
    short = "-".join(parts[2:]) if parts[0].isdigit() else bare  # without lesson and place
    for candidate in (bare, short):
        if candidate in known:
            return known[candidate]
    close = get_close_matches(bare, known, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(close)}?" if close else "`gdlearn exercises list` shows all."
    raise InputError(f"there is no exercise {name!r}; {hint}")
