"""Numbers that carry their error: whatever is computed from inputs within their errors is within the error given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import gdlearn as gd
from gdlearn.theory import Rounded, Rounding
from gdlearn.theory import rounded_functions as functions
from tests.problems import OBJECTIVES, make_objective

# name -> the operation on Rounded arrays, and the same one in NumPy; a and b are (3, 4), positive where it matters.
OPERATIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (lambda a, b: a + b, lambda a, b: a + b),
    "subtract": (lambda a, b: a - b, lambda a, b: a - b),
    "multiply": (lambda a, b: a * b, lambda a, b: a * b),
    "divide": (lambda a, b: a / (b * b + 1.0), lambda a, b: a / (b * b + b.dtype.type(1))),
    "negate": (lambda a, _: -a, lambda a, _: -a),
    "matrix product": (lambda a, b: a @ b.T, lambda a, b: a @ b.T),
    "matrix times vector": (lambda a, b: a @ b[0], lambda a, b: a @ b[0]),
    "dot": (lambda a, b: a[0] @ b[1], lambda a, b: a[0] @ b[1]),
    "square": (lambda a, _: a**2, lambda a, _: a**2),
    "root": (lambda a, _: (a * a + 1.0) ** 0.5, lambda a, _: (a * a + a.dtype.type(1)) ** a.dtype.type(0.5)),
    "broadcast": (lambda a, b: a - b[:, :1], lambda a, b: a - b[:, :1]),
    "exp": (lambda a, _: functions.exp(a), lambda a, _: np.exp(a)),
    "log": (lambda a, _: functions.log(a * a + 1.0), lambda a, _: np.log(a * a + a.dtype.type(1))),
    "tanh": (lambda a, _: functions.tanh(a), lambda a, _: np.tanh(a)),
    "logaddexp": (lambda a, b: functions.logaddexp(a, b), lambda a, b: np.logaddexp(a, b)),
    "clip": (lambda a, _: functions.clip(a, -0.3, 0.3), lambda a, _: np.clip(a, a.dtype.type(-0.3), a.dtype.type(0.3))),
    "sum": (lambda a, _: functions.sum(a), lambda a, _: np.sum(a)),
    "sum along": (lambda a, _: functions.sum(a, axis=1, keepdims=True), lambda a, _: np.sum(a, axis=1, keepdims=True)),
    "max": (lambda a, _: functions.max(a, axis=0), lambda a, _: np.max(a, axis=0)),
    "concat": (lambda a, b: functions.concat([a, b]), lambda a, b: np.concatenate([a, b])),
    "reshape": (lambda a, _: functions.reshape(a, (4, 3)), lambda a, _: np.reshape(a, (4, 3))),
    "zeros_like": (lambda a, _: functions.zeros_like(a), lambda a, _: np.zeros_like(a)),
}


@pytest.mark.parametrize(("rounded", "plain"), OPERATIONS.values(), ids=OPERATIONS)
@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32), scale=st.floats(-6, 1.5), spread=st.floats(0, 1e-2))
@example(seed=4066, scale=0.0, spread=0.0)  # logaddexp near 0, where its two parts cancel
def test_every_operation_stays_within_its_error(
    rounded: Callable[..., Any], plain: Callable[..., Any], seed: int, scale: float, spread: float
) -> None:
    """In float32, with float64 as the truth: the inputs are moved by as much as their errors allow."""
    rng = np.random.default_rng(seed)
    a, b = (rng.normal(size=(3, 4)).astype("float32").astype(float) * 2.0 ** round(scale) for _ in range(2))
    errors = [spread * np.abs(array) for array in (a, b)]
    with np.errstate(all="ignore"):
        result = rounded(*(Rounded(array, error, "float32") for array, error in zip((a, b), errors, strict=True)))
        # Moved inputs must be float32 numbers within the error: rounding towards the original keeps them inside.
        moved = [
            np.clip(array + rng.choice([-1.0, 1.0], array.shape) * error * 0.999, array - error, array + error)
            for array, error in zip((a, b), errors, strict=True)
        ]
        inside = [
            np.where(np.abs(m.astype("float32") - array) <= error, m.astype("float32"), array.astype("float32"))
            for m, array, error in zip(moved, (a, b), errors, strict=True)
        ]
        computed = plain(*inside)
    assert np.shape(computed) == result.shape
    # The value of Rounded is itself computed in float64: allow for its own rounding, 2^-29 of that of float32.
    assert (np.abs(computed.astype(float) - result.value) <= result.error * (1 + 1e-6) + 1e-14).all()


@pytest.mark.parametrize("name", OBJECTIVES)
def test_no_library_leaves_the_bound_of_any_objective(name: str, dtype: str) -> None:
    """NumPy by the formula, torch and our tape by autograd, against the formula in 80-bit arithmetic."""
    objective, w = make_objective(name)
    rounding, w = Rounding(objective, dtype), np.asarray(w, dtype=dtype).astype(float)
    truth = rounding.seen.on(_Wide()).gradient(w.astype(np.longdouble))
    for backend in (gd.get_backend(b, dtype) for b in ("numpy", "torch", "tape")):
        _, gradient = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
        assert (np.abs(backend.to_numpy(gradient) - truth) <= rounding.gradient(w)).all(), backend.name


class _Wide:
    """80-bit arrays: the truth for both precisions."""

    def asarray(self, values: Any) -> Any:
        return np.asarray(values).astype(np.longdouble)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_relative_error_of_1e_9_is_outside_the_bound_of_every_objective(name: str) -> None:
    objective, w = make_objective(name)
    largest = np.abs(objective.gradient(w)).max()
    assert Rounding(objective, "float64").gradient(w).max() < 0.5e-9 * largest


def test_the_bound_of_squared_error_is_the_textbook_formula() -> None:
    """Written out: 2c sum |x_ij| (gamma_n |r_i| + Delta_i), a little more for what is not of first order."""
    objective, w = make_objective("mse")
    X, y = (getattr(objective, name) for name in ("X", "y"))
    (n, p), u = X.shape, 2.0**-53
    r, residual_error = np.abs(X @ w - y), (p + 1) * u * (np.abs(X) @ np.abs(w) + np.abs(y))
    textbook = 2 / n * np.abs(X.T) @ ((n + 3) * u * r + residual_error)
    ratio = Rounding(objective, "float64").gradient(w) / textbook
    assert ((ratio > 0.5) & (ratio < 1.5)).all()


def test_a_formula_that_overflows_is_bounded_by_infinity_and_not_by_a_warning() -> None:
    far = Rounded(np.array([-1e300, 1e300]), np.array([1e299, 1e299]), "float64")
    assert not np.isfinite(functions.exp(far).error).any()


def test_nothing_is_promised_where_every_digit_may_be_lost() -> None:
    big = Rounded(np.ones(2**25), 0.0, "float32")
    assert functions.sum(big).error == np.inf
    assert (Rounded(1.0, 0.0, "float32") / Rounded(1.0, 2.0, "float32")).error == np.inf
