"""A bound that is too large forgives mistakes: each is what its formula says, and what the worst inputs reach."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import (
    DIFFERENCES,
    EMPIRICAL_FLOAT32,
    Rounded,
    Rounding,
    central_differences,
    central_differences_bound,
    curvature,
    drift_bound,
    exact_trajectory_bound,
    gamma,
    gradient_error,
    least_squares,
)
from gdlearn.theory import rounded_functions as functions
from tests.conftest import make_problem
from tests.problems import make_objective

A = np.array([[1.5, -2.25, 0.75], [0.5, 3.0, -1.25]])
B = np.array([[-0.5, 1.25, 2.5], [1.75, -0.875, 0.625]])
SPREAD = 1e-4  # far above rounding, and far below what a first-order bound leaves out
ROUNDOFF = {"float64": 2.0**-53, "float32": 2.0**-24}

# On Rounded arrays, and on plain ones; the worst of all corners of the errors is what the bound must be.
BY_NUMBER: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (lambda a, b: a + b, lambda a, b: a + b),
    "add a constant": (lambda a, _: 2.0 + a, lambda a, _: 2.0 + a),
    "subtract": (lambda a, b: a - b, lambda a, b: a - b),
    "subtract from a constant": (lambda a, _: 2.0 - a, lambda a, _: 2.0 - a),
    "multiply": (lambda a, b: a * b, lambda a, b: a * b),
    "divide": (lambda a, b: a / b, lambda a, b: a / b),
    "divide a constant": (lambda a, _: 2.0 / a, lambda a, _: 2.0 / a),
    "negate": (lambda a, _: -a, lambda a, _: -a),
    "square": (lambda a, _: a**2, lambda a, _: a**2),
    "cube": (lambda a, _: a**3, lambda a, _: a**3),
    "power": (lambda a, _: (a * a) ** 1.5, lambda a, _: np.abs(a) ** 3),
    "root": (lambda a, _: (a * a) ** 0.5, lambda a, _: np.abs(a)),
    "reciprocal": (lambda a, _: a**-1, lambda a, _: 1 / a),
    "exp": (lambda a, _: functions.exp(a), lambda a, _: np.exp(a)),
    "log": (lambda a, _: functions.log(a * a), lambda a, _: np.log(a * a)),
    "tanh near 0": (lambda a, _: functions.tanh(a * 1e-3), lambda a, _: np.tanh(a * 1e-3)),
    "logaddexp far apart": (lambda a, _: functions.logaddexp(a, a - 50.0), lambda a, _: np.logaddexp(a, a - 50.0)),
    "clip far away": (lambda a, _: functions.clip(a, -9.0, 9.0), lambda a, _: np.clip(a, -9, 9)),
    "transposed": (lambda a, _: a.T, lambda a, _: a.T),
    "a column": (lambda a, _: a[:, 1], lambda a, _: a[:, 1]),
    "reshape": (lambda a, _: functions.reshape(a, (3, 2)), lambda a, _: a.reshape(3, 2)),
    "one after the other": (lambda a, b: functions.concat([a, b]), lambda a, b: np.concatenate([a, b])),
    "one alone": (lambda a, _: functions.concat([a]), lambda a, _: a),
    "side by side": (lambda a, b: functions.concat([a, b], axis=1), lambda a, b: np.concatenate([a, b], axis=1)),
}


@pytest.mark.parametrize(("rounded", "plain"), BY_NUMBER.values(), ids=BY_NUMBER)
def test_the_error_is_what_the_worst_inputs_reach(rounded: Callable[..., Any], plain: Callable[..., Any]) -> None:
    errors = SPREAD * np.abs(A), 2 * SPREAD * np.abs(B)
    found = rounded(Rounded(A, errors[0], "float64"), Rounded(B, errors[1], "float64"))
    right = plain(A, B)
    corners = itertools.product([-1, 1], repeat=2)
    worst = np.max([np.abs(plain(A + s * errors[0], B + t * errors[1]) - right) for s, t in corners], axis=0)
    np.testing.assert_allclose(found.value, right, rtol=1e-14)
    np.testing.assert_allclose(found.error, worst, rtol=10 * SPREAD, atol=1e-14)


SUMS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sum": (functions.sum, np.sum),
    "sum of columns": (lambda a: functions.sum(a, axis=0), lambda a: a.sum(axis=0)),
    "sum of rows": (
        lambda a: functions.sum(a, axis=1, keepdims=True),
        lambda a: a.sum(axis=1, keepdims=True),
    ),
    "max": (functions.max, np.max),
    "max of rows": (lambda a: functions.max(a, axis=1, keepdims=True), lambda a: a.max(axis=1, keepdims=True)),
}


@pytest.mark.parametrize(("rounded", "plain"), SUMS.values(), ids=SUMS)
def test_a_sum_is_off_by_the_sum_of_the_errors_and_a_maximum_by_the_largest(
    rounded: Callable[..., Any], plain: Callable[..., Any]
) -> None:
    found, right = rounded(Rounded(A, SPREAD, "float64")), plain(A)
    np.testing.assert_allclose(found.value, right, rtol=1e-15)
    np.testing.assert_allclose(found.error, np.abs(plain(A + SPREAD) - right), rtol=1e-9)


@pytest.mark.parametrize("exact", ["left", "right", "neither"])
def test_a_matrix_product_is_off_by_what_aligned_errors_reach(exact: str) -> None:
    off = [SPREAD * (exact != side) * np.abs(M) for side, M in (("left", A), ("right", B.T))]
    found = Rounded(A, off[0], "float64") @ Rounded(B.T, off[1], "float64")
    np.testing.assert_allclose(found.value, A @ B.T, rtol=1e-14)
    worst = np.abs(A) @ off[1] + off[0] @ np.abs(B.T)
    np.testing.assert_allclose(found.error, worst, rtol=2 * SPREAD)


# What is rounded when the inputs are exact: the number of units u, and of what.
ROUNDINGS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (lambda a, b: a + b, lambda a, b: a + b),
    "subtract": (lambda a, b: a - b, lambda a, b: a - b),
    "multiply": (lambda a, b: a * b, lambda a, b: a * b),
    "divide": (lambda a, b: a / b, lambda a, b: a / b),
    "multiply by a constant": (lambda a, _: a * 3.0, lambda a, _: 2 * 3 * a),  # the constant is rounded as well
    "divide a constant": (lambda a, _: 3.0 / a, lambda a, _: 2 * 3 / a),
    "square": (lambda a, _: a**2, lambda a, _: 8 * a**2),
    "exp": (lambda a, _: functions.exp(a), lambda a, _: 8 * np.exp(a)),
    "log": (lambda a, _: functions.log(abs_of(a)), lambda a, _: 8 * np.log(np.abs(a))),
    "tanh": (lambda a, _: functions.tanh(a), lambda a, _: 8 * np.tanh(a)),
    "logaddexp": (
        lambda a, b: functions.logaddexp(a, b),
        lambda a, b: 8 * (np.abs(np.logaddexp(a, b)) + inside(a - b)),
    ),
    "clip": (lambda a, _: functions.clip(a, -0.25, 3.5), lambda a, _: np.full(a.shape, 3.5)),
    "clip on the other side": (lambda a, _: functions.clip(a, -4.5, 0.25), lambda a, _: np.full(a.shape, 4.5)),
    "sum": (lambda a, _: functions.sum(a), lambda a, _: 6 * np.abs(a).sum()),
    "sum of rows": (lambda a, _: functions.sum(a, axis=1), lambda a, _: 3 * np.abs(a).sum(axis=1)),
    "matrix product": (lambda a, b: a @ b.T, lambda a, b: 3 * np.abs(a) @ np.abs(b.T)),
    "constant times matrix": (lambda _, b: A @ b.T, lambda a, b: 4 * np.abs(a) @ np.abs(b.T)),  # it is rounded as well
    "max": (lambda a, _: functions.max(a), lambda *_: 0.0),
    "negate": (lambda a, _: -a, lambda a, _: 0 * a),
    "zeros": (lambda a, _: functions.zeros_like(a), lambda a, _: 0 * a),
}


def inside(apart: FloatArray) -> FloatArray:
    """What is rounded inside of logaddexp, in the units of a library function: the difference, and the logarithm."""
    found: FloatArray = np.abs(apart) * np.exp(-np.abs(apart)) + np.log1p(np.exp(-np.abs(apart)))
    return found


def abs_of(x: Rounded) -> Rounded:
    """Magnitudes without a rounding."""
    return Rounded(np.abs(x.value), x.error, x.dtype)


@pytest.mark.parametrize(("operation", "units"), ROUNDINGS.values(), ids=ROUNDINGS)
def test_exact_inputs_are_rounded_as_often_as_the_operation_rounds(
    operation: Callable[..., Any], units: Callable[..., Any], dtype: str
) -> None:
    found = operation(Rounded(A, 0.0, dtype), Rounded(B, 0.0, dtype))
    np.testing.assert_allclose(found.error, np.abs(units(A, B)) * ROUNDOFF[dtype], rtol=1e-5, atol=1e-40)
    assert found.dtype == dtype


def test_a_result_below_the_smallest_number_is_lost_and_the_error_says_so() -> None:
    small, smallest = Rounded(1e-30, 0.0, "float32"), float(np.finfo("float32").smallest_subnormal)
    for lost in (small * small, small / 1e30, small**2, functions.exp(-150.0 + small)):
        assert np.float32(lost.value) == 0
        assert lost.value <= lost.error <= 2 * smallest
    product = Rounded([1e-30, 1e-30], 0.0, "float32") @ Rounded([1e-30, 1e-30], 0.0, "float32")
    assert product.error == pytest.approx(2 * smallest, rel=0.1, abs=0)


@pytest.mark.parametrize("power", [0.5, 1.5, 2, -1])
def test_a_power_is_bounded_where_it_is_steepest_even_if_half_of_its_number_is_in_doubt(power: float) -> None:
    error = (Rounded(1.0, 0.5, "float64") ** power).error
    worst = max(abs(1.5**power - 1), abs(0.5**power - 1))
    assert worst <= error <= 2.5 * worst


def test_gamma_is_the_formula_of_higham() -> None:
    assert gamma(0, 0.25) == 0
    assert gamma(2, 0.125) == pytest.approx(0.25 / 0.75)
    assert gamma(5, 2.0**-53) == pytest.approx(5 * 2.0**-53)


def test_numbers_that_carry_their_error_know_their_size_and_shape() -> None:
    x = Rounded(A, 0.25, "float64")
    assert (x.size == np.abs(A) + 0.25).all()
    assert (x.shape, x.ndim, len(x), x.exact) == ((2, 3), 2, 2, False)
    assert Rounded(A, 0.0, "float64").exact


def test_whatever_is_put_in_is_carried_in_float64() -> None:
    x = Rounded(np.ones(2, "float32"), np.zeros(2, "float32"), "float32")
    assert x.value.dtype == x.error.dtype == np.float64
    assert Rounded([1, 2], 0, "float32").value.dtype == np.float64


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_quotient_by_nothing_is_bounded_by_infinity_and_not_by_a_warning(value: float) -> None:
    for below in (Rounded(0.0, 0.0, "float64"), Rounded(0.0, 1.0, "float64"), Rounded(0.5, 1.0, "float64")):
        assert not np.isfinite((Rounded(value, 0.0, "float64") / below).error)
    assert (Rounded(0.5, 1.0, "float64") ** -1).error == np.inf
    assert functions.log(Rounded(value, 1.0, "float64")).error == np.inf
    assert np.isnan(functions.log(Rounded(-1.0, 0.0, "float64")).value)
    assert (Rounded(0.0, 0.0, "float64") ** 0.5).error < 1e-300  # an exact 0 has an exact root


def test_a_bound_is_about_the_data_that_the_program_was_given(dtype: str) -> None:
    objective, _ = make_problem(20, 2)
    given, rounding = objective.X.astype(dtype).astype(float), Rounding(objective, dtype)
    seen: Any = rounding.seen
    carried: Any = rounding.objective
    assert seen.X.dtype == np.float64
    assert (given == seen.X).all()
    assert (given == carried.X.value).all()
    assert carried.X.exact


def test_where_a_loss_overflows_its_bound_is_infinite() -> None:
    objective, far = gd.Poisson(np.array([[1.0], [0.0]]), np.ones(2)), np.array([1e4])  # 0 times infinity is nothing
    rounding = Rounding(objective, "float64")
    with np.errstate(all="ignore"):
        assert rounding.loss(far) == np.inf
        assert (rounding.gradient(far) == np.inf).all()
        diverged = Rounding(gd.MeanSquaredError(np.array([[1.0], [0.0]]), np.ones(2)), "float64")
        assert diverged.loss(np.array([np.inf])) == np.inf
        assert (diverged.gradient(np.array([np.inf])) == np.inf).all()


# --- the bounds that are made of these -------------------------------------------------------------------------------


def test_the_drift_bound_is_its_recursion(dtype: str) -> None:
    """In the directions of the eigenvectors, written out with a rate and an error that change at every step."""
    objective, start = make_problem(20, 2)
    eigenvalues, V = np.linalg.eigh(2 / 20 * objective.X.T @ objective.X)
    rng, u, steps = np.random.default_rng(0), ROUNDOFF[dtype], 5
    rates, errors = rng.uniform(0.1, 0.9, steps + 1) / eigenvalues[-1], rng.uniform(1, 2, (steps + 1, 3)) * 100 * u
    weights = start + rng.normal(size=(steps + 1, 3))
    Z, expected = np.zeros(3), [np.zeros(3)]
    for t in range(steps):
        moved = np.abs(weights[t + 1] - weights[t])
        pushed = rates[t] * errors[t] + 2 * u * (2 * moved + np.abs(weights[t + 1]))
        Z = np.abs(1 - rates[t] * eigenvalues) * Z + np.abs(V).T @ pushed
        expected.append(np.abs(V) @ Z)
    bound = drift_bound(objective, weights, rates, errors, dtype)
    np.testing.assert_allclose(bound, expected, rtol=1e-9)


def test_in_float32_no_more_than_a_thousandth_of_the_largest_weight_is_forgiven() -> None:
    objective, start = make_problem(20, 2)
    weights, errors = np.tile(start, (4, 1)), np.ones((4, 3))
    bound = drift_bound(objective, weights, np.full(4, 1.0), errors, "float32")
    assert (bound[0] == 0).all()
    assert (bound[1:] == EMPIRICAL_FLOAT32 * np.abs(start).max()).all()
    assert EMPIRICAL_FLOAT32 == 1e-3
    assert (drift_bound(objective, weights, np.full(4, 1.0), errors, "float64")[1:] > 1e-2 * np.abs(start).max()).all()


def test_the_error_bar_of_the_closed_form_is_the_sum_of_its_two_parts() -> None:
    objective, start = make_problem(20, 2)
    A = objective.X * np.sqrt(2 / 20)
    b, rate, steps = objective.y * np.sqrt(2 / 20), 0.05, 7
    singular = np.linalg.svd(A, compute_uv=False)
    epsilon, kappa, bottom = 20 * 2.0**-53, singular[0] / singular[-1], np.linalg.solve(A.T @ A, A.T @ b)
    moved = epsilon * kappa * (np.linalg.norm(bottom) + kappa * np.linalg.norm(A @ bottom - b) / singular[0])
    slowest = max(t * abs(1 - rate * s**2) ** (t - 1) for t in range(1, steps + 1) for s in singular)
    factor = 2 * epsilon * rate * singular[0] ** 2 * slowest
    expected = 2 * moved + factor * np.linalg.norm(start - bottom)
    assert exact_trajectory_bound(objective, start, rate, steps) == pytest.approx(expected, rel=1e-6, abs=0)
    assert exact_trajectory_bound(objective, start, rate, 0) == pytest.approx(2 * moved, rel=1e-6, abs=0)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_a_flat_direction_does_not_spoil_the_error_bar_of_the_closed_form(scale: float) -> None:
    """A column of zeros takes part in nothing; divided by its curvature, the error bar would be infinite."""
    objective, start = make_problem(20, 2)
    wide = gd.MeanSquaredError(scale * np.column_stack([objective.X, np.zeros(20)]), scale * objective.y)
    plain = exact_trajectory_bound(gd.MeanSquaredError(scale * objective.X, scale * objective.y), start, 0.0, 7)
    assert exact_trajectory_bound(wide, np.append(start, 0.0), 0.0, 7) == pytest.approx(plain, rel=1e-6, abs=0)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_a_column_that_is_there_twice_does_not_spoil_it_either(scale: float) -> None:
    """Its curvature is not 0 but what rounding leaves of 0: to be taken for a 0, whatever the unit of the data is."""
    objective, start = make_problem(20, 2)
    twice = np.column_stack([objective.X, objective.X[:, 0]])
    wide = gd.MeanSquaredError(scale * twice, scale * objective.y)
    assert exact_trajectory_bound(wide, np.append(start, 1.0), 0.0, 7) < 1e-10


def test_the_first_factor_counts_in_the_error_bar_where_all_others_are_0() -> None:
    """A round bowl and the best rate: one step to the bottom."""
    bowl, start = gd.MeanSquaredError(np.eye(2), np.array([3.0, 4.0])), np.array([3.0, 4.0 + 1.0])
    without = exact_trajectory_bound(bowl, start, 1.0, 0)
    with_steps = exact_trajectory_bound(bowl, start, 1.0, 9)
    assert with_steps - without == pytest.approx(2 * 2 * 2.0**-53, rel=1e-6, abs=0)


@pytest.mark.parametrize("h", [1e-5, 0.5])
def test_the_bound_of_central_differences_is_the_sum_of_its_three_parts(h: float) -> None:
    objective, w = make_problem(20, 2)
    rounding, hessian = Rounding(objective, "float64"), 2 / 20 * objective.X.T @ objective.X
    narrow, wide = (central_differences(objective.loss, w, k * h) for k in (1, 2))
    expected = np.abs(narrow - wide) + 2.0**-53 * np.diag(hessian) * np.abs(w)
    for j, distance in enumerate(h * np.maximum(1, np.abs(w))):
        aside = np.eye(3)[j] * distance
        expected[j] += (rounding.loss(w + aside) + rounding.loss(w - aside)) / (2 * distance)
    np.testing.assert_allclose(central_differences_bound(objective, w, h), expected, rtol=1e-6)


@pytest.mark.parametrize("w", [0.5, 1.5])
def test_the_bound_of_central_differences_is_truncation_where_the_distance_is_large(w: float) -> None:
    """exp(w) - w at distance h: D_h - D_2h = h^2 f'''/2 to first order, and the true error is h^2 f'''/6."""
    objective, h = gd.Poisson(np.ones((1, 1)), np.ones(1)), 0.01
    distance = h * max(1.0, w)
    bound = central_differences_bound(objective, np.array([w]), h)
    np.testing.assert_allclose(bound, distance**2 / 2 * np.exp(w), rtol=1e-3)


def test_a_gradient_is_off_by_rounding_or_by_the_error_of_its_method() -> None:
    smooth, w = make_objective("mse")
    kinked, v = make_objective("huber")
    by_product, by_loss = Rounding(smooth, "float64"), Rounding(kinked, "float64")
    same: Callable[[FloatArray, FloatArray], None] = np.testing.assert_array_equal
    same(gradient_error("by hand", by_loss, v), by_loss.gradient(v))
    same(gradient_error(DIFFERENCES, by_product, w), 8 * by_product.gradient(w))
    same(gradient_error(DIFFERENCES, by_loss, v), central_differences_bound(by_loss.seen, v))


def test_slopes_that_are_too_small_for_a_complex_step_are_within_its_error() -> None:
    objective, w = gd.MeanSquaredError(np.array([[1e-150]]), np.array([-1e-154])), np.zeros(1)
    backend = gd.get_backend("numeric")
    _, found = backend.loss_and_gradient(objective, backend.parameters(w))
    off, rounding = abs(found - objective.gradient(w)), Rounding(objective, "float64")
    assert rounding.gradient(w) < off < gradient_error(DIFFERENCES, rounding, w) < 1e-280


def test_nothing_is_lost_between_the_bottom_and_the_curvature() -> None:
    """Half a curvature times the distance squared is how far the loss is above its minimum."""
    objective, start = make_problem(50, 3)
    (eigenvalues, V), bottom = curvature(objective), least_squares(objective)
    along = V.T @ (start - bottom)
    climbed = objective.loss(start) - objective.loss(bottom)
    assert climbed == pytest.approx(float(eigenvalues @ along**2) / 2, rel=1e-10)
