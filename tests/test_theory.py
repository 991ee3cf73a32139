from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import (
    Rounding,
    central_differences,
    central_differences_bound,
    condition_number,
    curvature,
    drift_bound,
    exact_trajectory,
    exact_trajectory_bound,
    gamma,
    largest_stable_learning_rate,
    least_squares,
    unit_roundoff,
)
from tests.conftest import Problem, make_problem


class Exact:
    """Squared error (mean) in rational numbers: no rounding anywhere."""

    def __init__(self, X: Any, y: Any) -> None:
        self.X = [[Fraction(float(x)) for x in row] for row in X]
        self.y = [Fraction(float(value)) for value in y]

    def residual(self, w: list[Fraction]) -> list[Fraction]:
        return [
            sum((x * v for x, v in zip(row, w, strict=True)), Fraction(0)) - target
            for row, target in zip(self.X, self.y, strict=True)
        ]

    def loss(self, w: list[Fraction]) -> Fraction:
        return sum((r * r for r in self.residual(w)), Fraction(0)) / len(self.y)

    def gradient(self, w: list[Fraction]) -> list[Fraction]:
        r, n = self.residual(w), len(self.y)
        return [2 * sum((r[i] * self.X[i][j] for i in range(n)), Fraction(0)) / n for j in range(len(w))]


def rational(values: FloatArray) -> list[Fraction]:
    return [Fraction(float(value)) for value in values]


def in_bad_order(objective: gd.MeanSquaredError, w: FloatArray) -> FloatArray:
    """A right gradient, summed one by one from the largest term down: the order that loses most."""
    r = objective.X @ w - objective.y
    gradient = np.empty_like(w)
    for j in range(len(w)):
        terms = objective.X[:, j] * r
        total = w.dtype.type(0)
        for term in terms[np.argsort(-np.abs(terms))]:
            total += term
        gradient[j] = 2 * objective.factor * total
    return gradient


FLOATS = st.floats(-1e6, 1e6, width=32)
TABLES = st.tuples(st.integers(1, 12), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(arrays(float, shape, elements=FLOATS), arrays(float, shape[0], elements=FLOATS))
)


@settings(deadline=None, max_examples=150)
@given(TABLES, st.integers(0, 2**31), st.sampled_from(["float64", "float32"]))
def test_no_right_gradient_ever_leaves_its_rounding_bound(table: Any, seed: int, dtype: str) -> None:
    objective = gd.MeanSquaredError(*table)
    w = np.random.default_rng(seed).normal(size=objective.size).astype(dtype)
    rounding = Rounding(objective, dtype)
    exact, backend = Exact(rounding.X, rounding.y), gd.get_backend("numpy", dtype=dtype)
    here, here_w = objective.on(backend), backend.parameters(w)
    truth = exact.gradient(rational(w))
    for computed in (here.gradient(here_w), in_bad_order(here, here_w)):
        for g, true, bound in zip(computed, truth, rounding.gradient(w.astype(float)), strict=True):
            assert abs(Fraction(float(g)) - true) <= Fraction(float(bound))
    loss = Fraction(float(here.loss(here_w)))
    assert abs(loss - exact.loss(rational(w))) <= Fraction(rounding.loss(w.astype(float)))


def test_the_bound_means_something_on_the_course_problem(line_problem: Problem, dtype: str) -> None:
    """Measured differences use up more than a thousandth of it; a bound that is never approached proves nothing."""
    objective, start = line_problem
    run = gd.record(objective, start, gd.get_backend("numpy", dtype=dtype), gd.GD(0.01), steps=1000)
    other = gd.replay(objective, run, gd.get_backend("torch", dtype=dtype))
    share = gd.compare(run, other, objective).gradient.share
    assert 1e-3 < share <= 1


def test_gamma_promises_nothing_once_every_digit_can_be_lost() -> None:
    assert gamma(1, 0.5) == 1.0
    assert gamma(2, 0.5) == np.inf
    assert unit_roundoff("float64") == np.finfo(float).eps / 2


def test_the_curvature_is_the_eigendecomposition_of_the_hessian(problem: Problem) -> None:
    objective = problem.objective
    hessian = 2 / len(objective) * objective.X.T @ objective.X
    eigenvalues, vectors = curvature(objective)
    # The product X'X rounds n terms, and eigvalsh is backward stable: both in proportion to the largest eigenvalue.
    allowed = 10 * (len(objective) + objective.size) * unit_roundoff("float64") * eigenvalues[-1]
    np.testing.assert_allclose(eigenvalues, np.linalg.eigvalsh(hessian), rtol=0, atol=allowed)
    np.testing.assert_allclose((vectors * eigenvalues) @ vectors.T, hessian, rtol=0, atol=allowed)


def test_small_eigenvalues_keep_the_digits_that_squaring_would_lose() -> None:
    tiny = 1e-9
    objective = gd.MeanSquaredError(np.array([[1.0, 1.0], [0.0, tiny]]), np.zeros(2), gd.Convention.HALF_SUM)
    smallest = curvature(objective).eigenvalues[0]
    # det(X'X) = tiny^2 is the product of both eigenvalues, and the larger is 2 but for rounding.
    assert smallest == pytest.approx(tiny**2 / 2, rel=1e-6, abs=0)
    assert np.linalg.eigvalsh(objective.X.T @ objective.X)[0] != pytest.approx(tiny**2 / 2, rel=0.5, abs=0)


def test_a_flat_direction_has_an_infinite_condition_number() -> None:
    objective, _ = make_problem(3, 5)
    assert condition_number(objective) > 1e15
    assert largest_stable_learning_rate(gd.MeanSquaredError(np.zeros((2, 1)), np.ones(2))) == np.inf
    assert condition_number(gd.MeanSquaredError(np.zeros((2, 1)), np.ones(2))) == np.inf


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_the_largest_stable_learning_rate_is_the_edge(convention: gd.Convention) -> None:
    objective, start = make_problem(50, 3, convention=convention)
    edge = largest_stable_learning_rate(objective)
    below, above = (
        gd.record(objective, start, gd.get_backend("numpy"), gd.GD(share * edge), steps=2000) for share in (0.99, 1.01)
    )
    assert below.first_increase is None
    assert above.first_increase is not None


def test_least_squares_is_where_the_gradient_vanishes(problem: Problem) -> None:
    objective = problem.objective
    bottom = least_squares(objective)
    eigenvalues = curvature(objective).eigenvalues
    # A minimiser is known to a relative (n + p) u times the condition number of X; the gradient is H times that.
    spread = np.sqrt(eigenvalues[-1] / eigenvalues[eigenvalues > 1e-12 * eigenvalues[-1]][0])
    allowed = 10 * sum(objective.X.shape) * unit_roundoff("float64") * spread * eigenvalues[-1] * np.abs(bottom).max()
    assert np.abs(objective.gradient(bottom)).max() <= allowed + Rounding(objective, "float64").gradient(bottom).max()


def test_the_exact_trajectory_is_the_one_walked_in_rational_numbers() -> None:
    objective, start = make_problem(5, 2)
    rate, steps = 0.5 * largest_stable_learning_rate(objective), 12
    exact, w = Exact(objective.X, objective.y), rational(start)
    walked = [w]
    for _ in range(steps):
        w = [v - Fraction(rate) * g for v, g in zip(w, exact.gradient(w), strict=True)]
        walked.append(w)
    closed = exact_trajectory(objective, start, rate, steps)
    allowed = exact_trajectory_bound(objective, start, rate, steps)
    apart = max(
        abs(Fraction(float(a)) - b)
        for row, other in zip(closed, walked, strict=True)
        for a, b in zip(row, other, strict=True)
    )
    assert apart <= Fraction(allowed)
    assert allowed < 1e-10 * np.abs(closed).max()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_two_right_descents_never_drift_further_than_the_bound(problem: Problem, dtype: str, share: float) -> None:
    objective, start = problem
    optimizer = gd.GD(share * largest_stable_learning_rate(objective))
    one, other = (
        gd.record(objective, start, gd.get_backend(name, dtype=dtype), optimizer, 300) for name in ("numpy", "torch")
    )
    bound = drift_bound(objective, one.weights, optimizer.learning_rate, dtype)
    assert (np.abs(one.weights - other.weights) <= bound).all()


def test_the_drift_bound_is_useful_in_float64(line_problem: Problem) -> None:
    objective, start = line_problem
    run = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), steps=1000)
    bound = drift_bound(objective, run.weights, 0.01, "float64")
    assert bound.max() < 1e-10 * np.abs(run.weights).max()
    assert (bound[0] == 0).all()


def test_central_differences_of_a_cubic_are_right_to_their_truncation_error() -> None:
    w = np.array([1.0, -2.0, 300.0])
    h = 1e-5 * np.maximum(1, np.abs(w))
    apart = np.abs(central_differences(lambda v: (v**3).sum(), w) - 3 * w**2)
    # Truncation is exactly h^2 here; rounding is a few u of the largest loss, over 2h.
    assert (apart <= h**2 + 4 * unit_roundoff("float64") * 300**3 / h).all()


def test_central_differences_never_leave_their_bound(problem: Problem) -> None:
    objective, w = problem
    exact = Exact(objective.X, objective.y).gradient(rational(w))
    computed = central_differences(objective.loss, w)
    for g, true, bound in zip(computed, exact, central_differences_bound(objective, w), strict=True):
        assert abs(Fraction(float(g)) - true) <= Fraction(float(bound))
