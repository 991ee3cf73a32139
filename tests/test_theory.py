from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import (
    Rounding,
    best_learning_rate,
    central_differences,
    central_differences_bound,
    condition_number,
    convergence_rate,
    curvature,
    drift_bound,
    exact_trajectory,
    exact_trajectory_bound,
    gamma,
    largest_curvature,
    largest_stable_learning_rate,
    least_squares,
    steps_to,
    unit_roundoff,
)
from tests.conftest import Problem, make_problem
from tests.problems import make_objective


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
    X, y = (np.asarray(array, dtype).astype(float) for array in (objective.X, objective.y))
    exact, backend = Exact(X, y), gd.get_backend("numpy", dtype=dtype)
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
    rounding = Rounding(objective, dtype)
    errors = np.array([2 * rounding.gradient(w) for w in one.weights])
    bound = drift_bound(objective, one.weights, np.full(301, optimizer.rate(0)), errors, dtype)
    assert (np.abs(one.weights - other.weights) <= bound).all()


def test_the_drift_bound_is_useful_in_float64(line_problem: Problem) -> None:
    objective, start = line_problem
    run = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), steps=1000)
    bound = gd.compare(run, run, objective).weights.bound
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


def test_the_best_learning_rate_beats_its_neighbours() -> None:
    objective, _ = make_problem(50, 3)
    best = best_learning_rate(objective)
    rho = convergence_rate(objective, best)
    kappa = condition_number(objective)
    assert rho == pytest.approx((kappa - 1) / (kappa + 1), rel=1e-12)
    assert all(convergence_rate(objective, best * factor) > rho for factor in (0.9, 0.99, 1.01, 1.1))


def test_the_predicted_number_of_steps_is_enough_and_hardly_more_than_enough() -> None:
    objective, start = make_problem(50, 2)
    rate, tolerance = best_learning_rate(objective), 1e-3
    steps = int(steps_to(objective, rate, tolerance))
    bottom, flattest = least_squares(objective), curvature(objective).vectors[:, 0]
    for place, slow in ((start, False), (bottom + flattest, True)):  # the second has nothing but the slowest direction
        run = gd.record(objective, place, gd.get_backend("numpy"), gd.GD(rate), steps)
        left = np.linalg.norm(run.weights - bottom, axis=1) / np.linalg.norm(place - bottom)
        assert left[-1] <= tolerance
        assert not slow or left[-2] > tolerance * (1 - 1e-9)
    assert steps_to(objective, 1.1 * largest_stable_learning_rate(objective), tolerance) == np.inf
    with pytest.raises(gd.InputError, match="share between 0 and 1"):
        steps_to(objective, rate, 1.0)


@pytest.mark.parametrize("name", ["huber", "logistic", "softmax"])
def test_the_largest_curvature_is_met_nowhere(name: str) -> None:
    """Descents at the limit never climb, and no Hessian on the way is steeper than the bound."""
    objective, start = make_objective(name)
    bound = largest_curvature(objective)
    run = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(2 / bound), 100)
    assert run.first_increase is None
    for w in run.weights[::10]:
        assert curvature(objective, w).eigenvalues[-1] <= bound * (1 + 1e-6)  # differences keep eight digits


def test_the_local_curvature_is_that_of_autograd() -> None:
    objective, w = make_objective("mlp")
    backend = gd.get_backend("torch")
    there = objective.on(backend)
    hessian = torch.autograd.functional.hessian(there.loss, torch.tensor(w)).numpy()  # type: ignore[no-untyped-call]
    expected = np.linalg.eigvalsh(hessian)
    measured = curvature(objective, w).eigenvalues
    np.testing.assert_allclose(measured, expected, rtol=0, atol=1e-8 * np.abs(expected).max())


def test_a_curvature_that_depends_on_the_place_needs_a_place() -> None:
    objective, w = make_objective("poisson")
    for question in (curvature, largest_curvature, condition_number):
        with pytest.raises(gd.InputError, match="at=weights"):
            question(objective)
    with pytest.raises(gd.InputError, match="Poisson has no closed form"):
        least_squares(objective)
    assert largest_curvature(objective, w) == pytest.approx(curvature(objective, w).eigenvalues[-1])


def test_ridge_is_quadratic_and_has_its_closed_form() -> None:
    objective, start = make_objective("ridge")
    bottom = least_squares(objective)
    assert np.abs(objective.gradient(bottom)).max() <= 4 * Rounding(objective, "float64").gradient(bottom).max()
    rate = 0.5 * largest_stable_learning_rate(objective)
    run = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(rate), 200)
    path = exact_trajectory(objective, start, rate, 200)
    allowed = gd.compare(run, run, objective).weights.bound + exact_trajectory_bound(objective, start, rate, 200)
    assert (np.abs(path - run.weights) <= allowed).all()


def test_the_condition_of_a_place_is_that_of_its_curvature() -> None:
    objective, w = make_objective("poisson")
    eigenvalues = curvature(objective, w).eigenvalues
    assert condition_number(objective, w) == pytest.approx(eigenvalues[-1] / eigenvalues[0])
    assert condition_number(objective, w) != pytest.approx(condition_number(objective, w + 0.5), rel=1e-3)


def test_a_round_bowl_is_left_after_one_step_and_a_plain_never() -> None:
    round_bowl, plain = gd.MeanSquaredError(np.eye(2), np.ones(2)), gd.MeanSquaredError(np.zeros((2, 1)), np.ones(2))
    assert best_learning_rate(round_bowl) == pytest.approx(1.0, rel=1e-15)
    assert steps_to(round_bowl, best_learning_rate(round_bowl), 1e-6) == 1
    assert best_learning_rate(plain) == np.inf
    assert steps_to(plain, 0.1, 0.5) == np.inf
    for tolerance in (0.0, 1.0, -0.5, 1.5):
        with pytest.raises(gd.InputError, match="share between 0 and 1"):
            steps_to(round_bowl, 0.1, tolerance)


def test_a_penalty_on_all_weights_adds_its_strength_to_every_curvature() -> None:
    objective, w = make_objective("poisson")
    penalised = gd.L2(objective, strength=0.75, penalise_bias=True)
    steeper = curvature(penalised, w).eigenvalues - curvature(objective, w).eigenvalues
    np.testing.assert_allclose(steeper, 0.75, rtol=1e-6)  # differences keep eight digits
    assert largest_curvature(penalised, w) == pytest.approx(largest_curvature(objective, w) + 0.75)
    assert largest_stable_learning_rate(penalised, w) == pytest.approx(2 / largest_curvature(penalised, w))


@pytest.mark.parametrize("scale", [0.01, 1.0, 100.0])
def test_rates_are_in_the_unit_of_the_data(scale: float) -> None:
    bowl = gd.MeanSquaredError(np.diag([scale, 3 * scale]), np.ones(2))  # curvatures scale^2 and 9 scale^2
    assert largest_stable_learning_rate(bowl) == pytest.approx(2 / 9 / scale**2)
    assert best_learning_rate(bowl) == pytest.approx(0.2 / scale**2)


def test_a_bound_on_the_bend_of_a_loss_says_nothing_without_a_table() -> None:
    """A stranger's objective that keeps its data elsewhere is measured where it stands."""
    bowl: Any = SimpleNamespace(quadratic=False, bend=1.0, size=1, gradient=lambda w: 3 * w)
    assert largest_curvature(bowl, np.ones(1)) == pytest.approx(3)
