"""The page of everything that can come in: made by trying it, with the tables that the tests go through."""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from gdlearn_site.mistakes import grid, plain, row

if (ROOT := str(Path(__file__).parents[2])) not in sys.path:
    sys.path.insert(0, ROOT)  # the tables stand beside the tests, which are no installed package

from tests.entrances.doors import doors, settings  # only now can they be found
from tests.entrances.forms import FORMS
from tests.entrances.numbers import VALUES
from tests.entrances.table import Pair, pairs, sentence

KINDS = {
    "value": "What the numbers are",
    "shape": "The shape",
    "holder": "What holds them",
    "dtype": "The dtype",
    "library": "The library",
}


def tried() -> tuple[Pair, ...]:
    """Every pair of an input and an entrance."""
    return pairs()


def wrong() -> list[Pair]:
    """The pairs that were not answered as they must be."""
    return [pair for pair in pairs() if pair.problem]


def summary() -> str:
    """How many pairs of every kind there are, and how many were answered as they must be."""
    lines = []
    for kind in dict.fromkeys(pair.kind for pair in pairs()):
        mine = [pair for pair in pairs() if pair.kind == kind]
        entrances, given = len({pair.entrance for pair in mine}), len({pair.given for pair in mine})
        lines.append(row(kind, str(entrances), str(given), str(len(mine)), str(sum(not pair.problem for pair in mine))))
    return grid("what comes in", "entrances", "inputs", "pairs tried", "answered well") + "".join(lines)


def arrays() -> str:
    """Every form of an array, and what a dataset says of it."""
    sections = []
    for kind, forms in groupby(FORMS, lambda form: form.kind):
        rows = (row(plain(form.name), plain(sentence(form)) or "**taken**, to the last bit") for form in forms)
        sections.append(f"### {KINDS[kind]}\n\n{grid('what comes', 'what happens')}{''.join(rows)}")
    return "\n\n".join(sections)


def numbers() -> str:
    """Every value that may come for a number, and which settings take it."""
    lines = []
    for value in VALUES:
        takers = [setting for setting in settings() if setting.takes(value.stands_for)]
        share = "refused everywhere" if not takers else f"{len(takers)} of {len(settings())}"
        lines.append(row(f"`{value.name}`", share))
    return grid("what comes", "settings that take it") + "".join(lines)


def exceptions() -> Iterator[str]:
    """Where some entrances differ from the table, a line for each group of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for door in doors():
        refused = tuple(name for name, _ in door.refuses)
        for verb, names in (("are taken by", sorted(door.takes)), ("are refused by", refused)):
            if names:
                found.setdefault((verb, *names), []).append(door.call.rpartition(": ")[2])
    for (verb, *names), calls in found.items():
        several = " and ".join(f"`{call}`" for call in dict.fromkeys(calls))
        yield f"- {verb} {several}: {'; '.join(plain(name) for name in names)}."
