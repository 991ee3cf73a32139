"""Checks of an objective: what its shapes are, what some of its rows are, and how the parts add up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdlearn.arrays import FloatArray, frozen
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.data import generator
from gdlearn.objectives.base import Objective
from gdlearn.testing.problems import Case
from gdlearn.testing.report import expect
from gdlearn.testing.truth import truth
from gdlearn.theory import Rounding

PLACES = 3
HOST = NumpyBackend()


@dataclass(frozen=True, eq=False)
class ObjectiveCandidate:
    """An objective under test, with its data on the host.

    Attributes:
        objective: the objective.
        start: the weights around which it is tried, shape (p,).
    """

    objective: Objective
    start: FloatArray

    @property
    def name(self) -> str:
        """What sentences call it."""
        return type(self.objective).__name__

    @cached_property
    def cases(self) -> list[Case]:
        """Some places: the start, and two beside it."""
        rng = generator(len(self.start), stream=7)
        places = [self.start, *(self.start + rng.normal(0.0, 0.5, self.start.shape) for _ in range(PLACES - 1))]
        return [Case(f"place {i}", self.objective, frozen(np.array(w))) for i, w in enumerate(places)]


def shapes(candidate: ObjectiveCandidate) -> str:
    """The loss is (), the gradient (p,), n and p are whole numbers, and biases are places in w."""
    objective, (w, p) = candidate.objective, (candidate.start, candidate.objective.size)
    n = len(objective)
    loss, gradient = np.shape(objective.loss(w)), np.shape(objective.gradient(w))
    both = [np.shape(array) for array in objective.loss_and_gradient(w)]
    expect(loss == both[0] == (), f"the loss has shape {loss}, from loss_and_gradient {both[0]}; it must be ().")
    expect(
        gradient == both[1] == (p,), f"the gradient has shape {gradient}, from loss_and_gradient {both[1]}, not ({p},)."
    )
    biases = tuple(objective.biases)
    expect(set(biases) <= set(range(p)), f"its biases are {biases}; they must be places in w, from 0 to {p - 1}.")
    return f"{n} samples, {p} weights, of which {len(biases)} are biases: the loss is () and the gradient ({p},)."


def predicts_a_row_for_every_sample(candidate: ObjectiveCandidate) -> str:
    """By default for its own rows, and for other rows if they are given."""
    objective, w, n = candidate.objective, candidate.start, len(candidate.objective)
    own = np.shape(objective.predict(w))
    expect(own[:1] == (n,) and len(own) <= 2, f"the prediction has shape {own}; it must be ({n},) or ({n}, k).")
    few = np.shape(objective.rows(slice(0, 1)).predict(w))
    expect(few == (1, *own[1:]), f"the prediction for one row has shape {few}, not {(1, *own[1:])}.")
    return f"its prediction has shape {own}."


def rows_are_those_asked_for(candidate: ObjectiveCandidate) -> str:
    """Some rows as a slice and as numbers are the same objective, with as many rows and their predictions."""
    objective, w, n = candidate.objective, candidate.start, len(candidate.objective)
    whole = np.asarray(objective.predict(w))
    for rows in (slice(0, n), slice(0, max(1, n // 2)), slice(n - 1, n)):
        numbers = np.arange(n)[rows]
        for index in (rows, numbers, numbers[::-1]):
            part, order = objective.rows(index), np.arange(n)[index]
            expect(len(part) == len(order), f"of {len(order)} rows that were asked for it has {len(part)}.")
            expect(
                part.size == objective.size, f"on some of the rows it has {part.size} weights, not {objective.size}."
            )
            off = np.abs(np.asarray(part.predict(w)) - whole[order])
            expect((off <= 1e-9 * (1 + np.abs(whole[order]))).all(), f"its predictions on rows {order} are not theirs.")
    expect(len(objective) == n, "taking some of its rows has changed how many it has.")
    return f"as slices and as numbers, from 1 to {n} rows: it has those rows, and the same {objective.size} weights."


def rows_add_up(candidate: ObjectiveCandidate) -> str:
    """Loss and gradient over all rows are those over two parts: their mean, weighted with their rows, or their sum.

    A sum may have a term of its own, such as a penalty, which then is in both parts: the surplus must be the same
    wherever the cut is.
    """
    n, case = len(candidate.objective), candidate.cases[0]
    if n < 3:
        return f"with {n} rows there are no two ways to cut them."
    whole, off_mean, surplus, allowed = np.append(*case.objective.loss_and_gradient(case.w)), [], [], 2 * _bound(case)
    for cut in (n // 3, n - 1):
        parts = [Case("part", candidate.objective.rows(rows), case.w) for rows in (slice(0, cut), slice(cut, n))]
        first, second = (np.append(*part.objective.loss_and_gradient(case.w)) for part in parts)
        off_mean.append(np.abs((cut * first + (n - cut) * second) / n - whole))
        surplus.append(first + second - whole)
        allowed = allowed + 2 * sum(map(_bound, parts))
    means, sums = (off_mean <= allowed).all(), (np.abs(surplus[0] - surplus[1]) <= allowed).all()
    expect(means or sums, f"over two parts of its {n} rows, losses and gradients add up neither as means nor as sums.")
    return f"cut in two ways, the losses and gradients of the parts add up, as {'means' if means else 'sums'}."


def _bound(case: Case) -> FloatArray:
    """How far the loss and the gradient may be off, in one array."""
    right = truth(case, "float64")
    return np.append(right.loss_bound, right.gradient_bound)


def moves_to_a_backend_whole(candidate: ObjectiveCandidate) -> str:
    """`on` keeps class, settings and size, and leaves the original where it was."""
    objective, w = candidate.objective, candidate.start
    before = objective.loss(w)
    moved = objective.on(HOST)
    same = type(moved) is type(objective) and len(moved) == len(objective) and moved.size == objective.size
    expect(same, f"on a backend it is a {type(moved).__name__} of {len(moved)} rows and {moved.size} weights.")
    off = abs(float(moved.loss(w)) - float(before))
    allowed = 2 * Rounding(objective, "float64").loss(w)
    expect(off <= allowed, f"on a backend its loss is {moved.loss(w):.10g} instead of {before:.10g}.")
    expect(objective.loss(w) == before, "moving it to a backend has changed the original.")
    return "on a backend it is the same objective, and the original stays as it was."
