"""The compiled backend: one sample in scalars is the formula, and one pass over the rows the gradient."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from math import cosh, log, tanh
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.objectives import L2, Huber
from gdlearn.objectives.base import Sample
from gdlearn.objectives.linear import LinearObjective
from gdlearn.theory import Rounding
from tests.problems import make_objective

pytest.importorskip("numba")
from gdlearn.backends.numba_backend import NumbaBackend, sample_of

SCALAR = ("mse", "huber", "logistic", "poisson")
EPS = float(np.finfo(float).eps)


def within(objective: gd.Objective, w: Any, backend: Any) -> bool:
    """Whether loss and gradient are those of the formulas in NumPy, up to rounding, and of the backend's dtype."""
    found = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
    rounding = Rounding(objective, backend.dtype)
    loss, gradient = rounding.seen.loss_and_gradient(np.asarray(w, dtype=backend.dtype).astype(float))
    assert {np.asarray(part).dtype for part in found} == {np.dtype(backend.dtype)}
    return bool(abs(found[0] - loss) <= 2 * rounding.loss(w)) and bool(
        (np.abs(found[1] - gradient) <= 2 * rounding.gradient(w)).all()
    )


@pytest.mark.parametrize("name", SCALAR)
def test_the_loss_of_one_sample_and_its_slope_are_those_of_the_formula(name: str) -> None:
    objective: Any = make_objective(name)[0]
    sample = sample_of(objective)
    assert sample is not None
    for z in np.random.default_rng(0).normal(0.0, 8.0, (5, len(objective))):
        one_by_one = [
            sample.loss_and_slope(float(a), float(b), sample.setting) for a, b in zip(z, objective.y, strict=True)
        ]
        losses, slopes = np.transpose(one_by_one)
        if name == "mse":
            right = (z - objective.y) ** 2, 2 * (z - objective.y)
        else:
            right = objective.pointwise(z), objective.slope(z)
        for found, formula in zip((losses, slopes), right, strict=True):  # both round a handful of times
            assert (np.abs(found - formula) <= 20 * EPS * (1 + np.abs(z) * np.abs(objective.y) + np.abs(formula))).all()


def test_the_logistic_loss_does_not_overflow_and_has_slope_one_half_at_zero() -> None:
    loss_and_slope = gd.Logistic(np.ones((1, 1)), np.array([1.0])).sample.loss_and_slope
    assert loss_and_slope(0.0, 0.0, 0.0) == (log(2), 0.5)
    assert loss_and_slope(-1e4, 1.0, 0.0) == (1e4, -1.0)
    assert loss_and_slope(1e4, 1.0, 0.0) == (0.0, 0.0)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("p", [1, 2, 4, 7])
def test_one_pass_by_all_threads_is_the_gradient_for_any_number_of_columns(p: int, dtype: str) -> None:
    rng = np.random.default_rng(p)
    n = 2**15 // p + 1700  # more numbers than one thread takes alone, and a last block that is not full
    objective = gd.MeanSquaredError(rng.normal(1, 1, (n, p)), rng.normal(2, 3, n))
    assert within(objective, rng.normal(size=p), NumbaBackend(dtype))
    assert within(objective.rows(slice(0, 5)), rng.normal(size=p), NumbaBackend(dtype))


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_conventions_and_penalties_are_counted_once(convention: gd.Convention) -> None:
    whole: Any
    whole, w = make_objective("mse")
    assert within(L2(gd.MeanSquaredError(whole.X, whole.y, convention), 0.7), w, NumbaBackend())


def test_a_step_on_some_of_the_rows_uses_those_rows() -> None:
    objective, w = make_objective("huber")
    backend = NumbaBackend()
    there = objective.on(backend)
    for rows in (slice(3, 17), np.array([5, 1, 1, 30])):
        found = backend.loss_and_gradient(there.rows(rows), w)[1]
        assert np.allclose(found, objective.rows(rows).gradient(w), rtol=1e-13, atol=0)


def test_what_is_no_function_of_one_product_goes_through_the_formulas() -> None:
    for name in ("softmax", "mlp"):
        objective, w = make_objective(name)
        assert sample_of(objective) is None
        assert within(objective, w, NumbaBackend())


def test_a_subclass_with_another_formula_is_not_computed_by_the_old_one() -> None:
    class Doubled(gd.MeanSquaredError):
        def gradient(self, w: Any) -> Any:
            return 2 * super().gradient(w)

        def loss_and_gradient(self, w: Any) -> tuple[Any, Any]:
            return self.loss(w), self.gradient(w)

    objective: Any
    objective, w = make_objective("mse")
    doubled = Doubled(objective.X, objective.y)
    assert sample_of(doubled) is None
    assert np.allclose(NumbaBackend().loss_and_gradient(doubled, w)[1], 2 * objective.gradient(w), rtol=1e-13)


def test_an_objective_of_ones_own_is_compiled_if_it_says_how_one_sample_counts() -> None:
    @dataclass(frozen=True, eq=False)
    class LogCosh(LinearObjective):
        def pointwise(self, z: Any) -> Any:
            return np.log(np.cosh(z - self.y))

        def slope(self, z: Any) -> Any:
            return np.tanh(z - self.y)

        @property
        def sample(self) -> Sample:
            return Sample(lambda z, y, _: (log(cosh(z - y)), tanh(z - y)), 1 / len(self))

    source: Any
    source, w = make_objective("mse")
    objective = LogCosh(source.X, source.y)
    found = NumbaBackend().loss_and_gradient(objective, w)
    assert np.allclose(found[1], objective.gradient(w), rtol=1e-13)


def test_the_data_of_the_caller_stay_as_they_are_and_writable() -> None:
    X, y = np.asfortranarray(np.ones((4, 2))), np.arange(4.0)
    objective, backend = Huber(X, y), NumbaBackend()
    backend.loss_and_gradient(objective, np.zeros(2))
    there = objective.on(backend)
    assert X.flags.writeable
    assert y.flags.writeable
    assert not np.shares_memory(there.X, X)
    assert there.X.flags.f_contiguous


def test_every_sample_is_plain_python_that_anybody_can_call() -> None:
    for name in SCALAR:
        sample = sample_of(make_objective(name)[0])
        assert sample is not None
        assert list(inspect.signature(sample.loss_and_slope).parameters)[:2] == ["z", "y"]
