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
        places = [self.start, *(rng.normal(self.start, 0.5) for _ in range(PLACES - 1))]
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
    few = np.shape(objective.rows(slice(1)).predict(w))
    expect(few == (1, *own[1:]), f"the prediction for one row has shape {few}, not {(1, *own[1:])}.")
    return f"its prediction has shape {own}."


def rows_are_those_asked_for(candidate: ObjectiveCandidate) -> str:
    """Some rows as a slice and as numbers are the same objective, with as many rows and their predictions."""
    objective, w, n = candidate.objective, candidate.start, len(candidate.objective)
    whole = np.asarray(objective.predict(w))
    for rows in (slice(None), slice((n + 1) // 2), slice(n - 1, None)):
        numbers = np.arange(n)[rows]
        for index in (rows, numbers, numbers[::-1]):
            part, order = objective.rows(index), np.arange(n)[index]
            expect(len(part) == len(order), f"of {len(order)} rows that were asked for it has {len(part)}.")
            expect(
                part.size == objective.size, f"on some of the rows it has {part.size} weights, not {objective.size}."
            )
            same = np.allclose(part.predict(w), whole[order], rtol=1e-9)
            expect(same, f"its predictions on rows {order} are not theirs.")
    return f"as slices and as numbers, from 1 to {n} rows: it has those rows, and the same {objective.size} weights."


def rows_add_up(candidate: ObjectiveCandidate) -> str:
    """Loss and gradient over all rows are those over two parts: their mean, weighted with their rows, or their sum.

    A sum may have a term of its own, such as a penalty, which then is in both parts: the surplus must be the same
    wherever the cut is.
    """
    objective, w, n = candidate.objective, candidate.start, len(candidate.objective)
    if n < 3:
        return f"with {n} rows there are no two ways to cut them."
    (whole, allowed), off_mean, sums = _with_bound(objective, w), [], []
    for cut in (n // 3, n - 1):
        (first, a), (second, b) = (_with_bound(objective.rows(rows), w) for rows in (slice(cut), slice(cut, None)))
        off_mean.append(np.abs((cut * first + (n - cut) * second) / n - whole))
        sums.append(first + second)
        allowed = allowed + a + b
    as_means, as_sums = (off_mean <= allowed).all(), (np.abs(sums[0] - sums[1]) <= allowed).all()
    expect(
        as_means or as_sums,
        f"over two parts of its {n} rows, losses and gradients add up neither as means nor as sums.",
    )
    return f"cut in two ways, the losses and gradients of the parts add up, as {'means' if as_means else 'sums'}."


def _with_bound(objective: Objective, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The loss and the gradient in one array, and twice what rounding may do to each."""
    rounding = Rounding(objective, "float64")
    return np.append(*objective.loss_and_gradient(w)), 2 * np.append(rounding.loss(w), rounding.gradient(w))


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
