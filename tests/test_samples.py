"""One sample at a time, in plain numbers: what a compiler makes its pass over the rows of."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import Rounding, curvature, largest_curvature
from tests.problems import make_objective

FROM_SAMPLES = ("mse", "huber", "logistic", "poisson")


@pytest.mark.parametrize("name", FROM_SAMPLES)
def test_the_loss_and_the_gradient_are_the_sums_over_single_samples(name: str) -> None:
    objective, w = make_objective(name)
    sample = objective.sample
    assert sample is not None
    X, y = objective.X, objective.y  # type: ignore[attr-defined]
    losses, slopes = zip(
        *(sample.loss_and_slope(float(row @ w), float(label), sample.setting) for row, label in zip(X, y, strict=True)),
        strict=True,
    )
    bound = Rounding(objective, "float64")
    assert abs(sample.factor * math.fsum(losses) - objective.loss(w)) <= 2 * bound.loss(w)
    assert (np.abs(sample.factor * X.T @ slopes - objective.gradient(w)) <= 2 * bound.gradient(w)).all()


@pytest.mark.parametrize("z", [-800.0, -3.0, -1e-3, 0.0, 1e-3, 3.0, 800.0])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_the_cross_entropy_of_one_sample_never_overflows(z: float, label: float) -> None:
    objective = gd.Logistic(np.array([[z]]), np.array([label]))
    sample = objective.sample
    assert sample is not None
    loss, slope = sample.loss_and_slope(z, label, sample.setting)
    assert loss == pytest.approx(float(np.logaddexp(0.0, z if label == 0 else -z)), rel=1e-15, abs=0)
    assert slope == pytest.approx(1 / (1 + math.exp(-z)) - label if abs(z) < 700 else float(z > 0) - label, rel=1e-12)


@pytest.mark.parametrize("name", ["softmax", "mlp", "ridge"])
def test_what_is_no_function_of_one_number_has_no_single_sample(name: str) -> None:
    assert make_objective(name)[0].sample is None


ALWAYS_BENT: dict[
    str, Callable[[FloatArray], gd.Objective]
] = {  # where one sample bends most: within delta, at a probability of one half, between two equal classes
    "huber": lambda X: gd.Huber(X, np.zeros(len(X)), delta=1.0),
    "logistic": lambda X: gd.Logistic(X, np.ones(len(X))),
    "softmax": lambda X: gd.Softmax(X, np.arange(float(len(X))) % 2, classes=2),
}


@pytest.mark.parametrize("name", ALWAYS_BENT)
def test_the_bend_of_a_loss_is_what_one_sample_reaches(name: str) -> None:
    X = np.random.default_rng(2).normal(size=(8, 3))
    objective = ALWAYS_BENT[name](X)
    steepest = curvature(objective, np.zeros(objective.size)).eigenvalues[-1]
    assert steepest == pytest.approx(objective.bend * np.linalg.norm(X, 2) ** 2 / 8, rel=1e-6)
    assert largest_curvature(objective) == pytest.approx(steepest, rel=1e-6)
