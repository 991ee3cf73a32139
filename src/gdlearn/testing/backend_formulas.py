"""Checks of a backend: its losses and gradients, held against the formulas within what rounding allows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives import Huber, MeanSquaredError
from gdlearn.objectives.base import Array
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import ALL, MEANS, SQUARE, TALL, Case, case, cases
from gdlearn.testing.report import expect
from gdlearn.testing.truth import Tally, Truth, ask, host, truth
from gdlearn.theory import Rounding


def expected(candidate: Candidate, problem: Case) -> Truth:
    """The right answer to a problem, and how far a backend of this dtype and method may be from it."""
    return truth(problem, candidate.dtype, candidate.backend.method)


def agreement(
    candidate: Candidate, problems: Iterable[Case], quantities: tuple[str, ...] = ("loss", "gradient")
) -> Tally:
    """Hold the answers of a backend on some problems against the formulas.

    Raises:
        CheckError: if one is further off than rounding allows.
    """
    tally = Tally()
    for problem in problems:
        right, found = expected(candidate, problem), ask(candidate.backend, problem.objective, problem.w)
        for name in quantities:
            tally.compare(
                problem.name, name, getattr(found, name), getattr(right, name), getattr(right, f"{name}_bound")
            )
    return tally


def loss_is_the_formula(candidate: Candidate) -> str:
    """The loss of every objective and convention, at several shapes."""
    return agreement(candidate, ALL, ("loss",)).sentence("problems")


def gradient_is_the_formula(candidate: Candidate) -> str:
    """The gradient of every objective and convention, at several shapes, one of them square."""
    return agreement(candidate, ALL, ("gradient",)).sentence("problems")


def gradient_is_the_slope_of_its_loss(candidate: Candidate) -> str:
    """The gradient against differences of the losses that the backend itself computes: no formula is asked."""
    tally = Tally()
    for problem in cases(MEANS, SQUARE):
        slope, bound = own_slope(candidate, problem)
        found = ask(candidate.backend, problem.objective, problem.w).gradient
        tally.compare(problem.name, "gradient", found, slope, bound + expected(candidate, problem).gradient_bound)
    return tally.sentence("problems")


def own_slope(candidate: Candidate, problem: Case) -> tuple[FloatArray, FloatArray]:
    r"""Central differences of a backend's own losses, and how far they may be from the slope.

    Formula:
        $$\frac{B_L(w + h e_j) + B_L(w - h e_j)}{2h} + |D_h - D_{2h}|_j$$

        with the distance h where the two terms are about equal in the dtype: the cube root of its eps.
    """
    backend, dtype = candidate.backend, candidate.dtype
    rounding, h = Rounding(problem.objective, dtype), float(np.cbrt(np.finfo(dtype).eps))
    w, slope, bound = problem.w.astype(dtype).astype(float), np.zeros(len(problem.w)), np.zeros(len(problem.w))
    here = problem.objective.on(backend)

    def lost(place: FloatArray) -> float:
        return host(backend, *backend.loss_and_gradient(here, backend.parameters(place))).loss

    for j, unit in enumerate(np.eye(len(w))):
        above, below = ((w + side * h * unit).astype(dtype).astype(float) for side in (1, -1))
        apart = (above - below)[j]
        slope[j] = (lost(above) - lost(below)) / apart
        narrow, wide = (
            (rounding.seen.loss(w + k * h * unit) - rounding.seen.loss(w - k * h * unit)) / k for k in (1, 2)
        )
        bound[j] = abs(narrow - wide) / (2 * h) + (rounding.loss(above) + rounding.loss(below)) / apart
    return slope, bound


class WrongByHand(MeanSquaredError):  # noqa: N818  # no exception, whatever the name of its parent ends in
    """An objective whose formula for the gradient is wrong on purpose: twice the right one."""

    def gradient(self, w: Array) -> Array:
        """Twice the gradient."""
        return 2 * super().gradient(w)

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """The right loss, and twice the gradient."""
        return self.loss(w), self.gradient(w)


def method_is_true(candidate: Candidate) -> str:
    """A gradient by hand comes from the formula of the objective; any other must not look at it."""
    backend, right = candidate.backend, case("mse mean", *TALL)
    wrong = WrongByHand(right.objective.X, right.objective.y)  # type: ignore[attr-defined]
    found, by_hand = ask(backend, wrong, right.w).gradient, backend.method.startswith("by hand")
    answer, factor = expected(candidate, right), 2 if by_hand else 1
    off = np.abs(found - factor * answer.gradient)
    used = "twice the slope" if by_hand else "the slope"
    expect(
        (off <= factor * answer.gradient_bound).all(),
        f"where the formula by hand is twice the slope, a gradient {backend.method!r} must be {used}, and it is not.",
    )
    return f"where the formula by hand is twice the slope, its gradient, {backend.method!r}, is {used}."


def right_at_the_origin(candidate: Candidate) -> str:
    """At w = 0, where every descent may start: all logits are 0, and the slope of log(1 + e^z) is 1/2."""
    places = (problem.at(np.zeros(len(problem.w)), "at w = 0") for problem in _ORIGIN)
    return agreement(candidate, places).sentence("problems at w = 0")


def right_far_away(candidate: Candidate) -> str:
    """A thousand times as far out, with logits up to 10,000: nothing overflows and nothing is NaN."""
    return agreement(candidate, _FAR).sentence("problems far from the minimum, with logits up to 10,000")


def right_at_the_kinks(candidate: Candidate) -> str:
    """Where residuals are exactly delta, exactly -delta or exactly 0, and autograd has to take a side."""
    return agreement(candidate, _KINKS).sentence("problems with residuals on the kinks of Huber's loss")


def _huber_on_its_kinks(*residuals: float) -> Case:
    X = np.column_stack([np.arange(1.0, 5.0), np.array([2.0, -1.0, 0.5, 0.0]), np.ones(4)])
    w = np.array([0.5, -1.0, 2.0])
    return Case(f"huber with residuals {residuals}", Huber(X, X @ w - np.array(residuals), delta=0.5), w)


_KINKS = [_huber_on_its_kinks(*r) for r in ((0.5, -0.5, 0.0, 2.0), (2.0, 0.0, 0.5, -0.5), (-0.5, 2.0, 0.5, 0.0))]
_ORIGIN = cases(MEANS, TALL)
_FAR = [
    *(p.at(1e3 * p.w, "at 1000 w") for p in cases([kind for kind in MEANS if kind != "poisson"], TALL)),
    *(p.at(s * 2e3 * p.w, f"at {s * 2000} w") for p in cases(("logistic", "softmax"), SQUARE) for s in (1, -1)),
]
