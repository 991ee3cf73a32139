"""The wrong loops that could explain a learner's rows: mistakes of the loop, of the gradient, and of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations, product
from typing import Any

from gdlearn.diagnosis.reference import Reference
from gdlearn.diagnosis.walk import Loop, Table, Taken
from gdlearn.mistakes import CATALOGUE, PROGRAMS, Edit

DESCENT = PROGRAMS["descent"]


@dataclass(frozen=True, eq=False)
class Suspect:
    """A wrong loop.

    Attributes:
        ids: its mistakes.
        loop: the loop itself.
    """

    ids: tuple[str, ...]
    loop: Loop

    @cached_property
    def _known(self) -> dict[Any, Table]:
        """The rows of problems on which it has walked before."""
        return {}

    def explains(self, taken: list[Taken]) -> bool:
        """Whether it gives the same rows on every problem."""
        return all((rows := self._rows(each)) is not None and each.fits(rows) for each in taken)

    def _rows(self, taken: Taken) -> Table | None:
        """Its rows on a problem, walked once: every loop is held against the same suspects. None if it cannot walk."""
        walk = taken.walk
        key = (tuple(walk.probe.w), walk.rate, walk.steps)
        if key not in self._known:
            try:
                self._known[key] = walk(self.loop)
            except (ValueError, IndexError, TypeError):  # two mistakes whose shapes do not fit together
                self._known[key] = None
        return self._known[key]


def right_loop(reference: Reference) -> Loop:
    """The plain descent with the right gradient."""
    return DESCENT.function(gradient=_right(reference))


def suspects(reference: Reference) -> Iterator[list[Suspect]]:
    """All suspects, in groups: the simplest explanations first."""
    for group in (_singles, _pairs, _of_loop_and_gradient, _of_gradient):
        yield group(reference)


@cache
def _singles(reference: Reference) -> list[Suspect]:
    right = _right(reference)
    return [
        *(Suspect((name,), DESCENT.edited(*edits).function(gradient=right)) for name, edits in _paths().items()),
        *(Suspect(ids, DESCENT.function(gradient=gradient)) for ids, gradient in _gradients(reference, 1)),
    ]


@cache
def _pairs(reference: Reference) -> list[Suspect]:
    paths, right = _paths(), _right(reference)
    pairs = [((a, b), (*paths[a], *paths[b])) for a, b in combinations(paths, 2)]
    return [
        Suspect(ids, DESCENT.edited(*edits).function(gradient=right)) for ids, edits in pairs if DESCENT.fits(*edits)
    ]


@cache
def _of_loop_and_gradient(reference: Reference) -> list[Suspect]:
    return [
        Suspect((*ids, name), DESCENT.edited(*edits).function(gradient=gradient))
        for (name, edits), (ids, gradient) in product(_paths().items(), _gradients(reference, 1))
    ]


@cache
def _of_gradient(reference: Reference) -> list[Suspect]:
    return [Suspect(ids, DESCENT.function(gradient=gradient)) for ids, gradient in _gradients(reference, 2)]


def _gradients(reference: Reference, most: int) -> list[tuple[tuple[str, ...], Loop]]:
    return [(each.ids, each.program.function(**reference.names)) for each in reference.explanations(most)]


def _right(reference: Reference) -> Loop:
    """The gradient without a mistake."""
    ((_, gradient),) = _gradients(reference, 0)
    return gradient


def _paths() -> dict[str, tuple[Edit, ...]]:
    """The mistakes that show in the rows, as edits of the plain descent."""
    edits = {name: each.like or (each.edits if each.program == "descent" else ()) for name, each in CATALOGUE.items()}
    return {name: found for name, found in edits.items() if found and not CATALOGUE[name].raises}


def fixed_rate(right: Loop, taken: list[Taken]) -> float | None:
    """The loop's own rate, the same on every problem, if the first steps have one that explains all rows."""
    walk, table = taken[0].walk, taken[0].table
    rows = walk(right)
    if table.shape != rows.shape:
        return None
    step = rows[0] - rows[1]
    rate = float((table[0] - table[1]) @ step / (step @ step) * walk.rate)
    return rate if all(each.fits(replace(each.walk, rate=rate)(right)) for each in taken) else None


def own_start(right: Loop, loop: Loop, taken: list[Taken]) -> bool:
    """Whether it is the right loop from a start of its own, the same one whatever weights it is given."""
    import numpy as np

    for each in taken:
        if each.table.shape != each.walk(right).shape:
            return False
        start = each.table[0]
        elsewhere = replace(each.walk, probe=replace(each.walk.probe, w=[value + 1 for value in each.walk.probe.w]))
        if not np.array_equal(elsewhere.taken(loop).table, each.table):
            return False
        if not each.fits(replace(each.walk, probe=replace(each.walk.probe, w=start.tolist()))(right)):
            return False
    return True
