"""The objective of `examples/pseudo_huber.py`, checked as the page "Add an objective" says."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.theory import Rounding, central_differences, central_differences_bound


@pytest.fixture
def objective(monkeypatch: pytest.MonkeyPatch) -> gd.Objective:
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "examples")
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=(30, 3)), np.ones(30)])
    made: gd.Objective = import_module("pseudo_huber").PseudoHuber(X, rng.normal(size=30))
    return made


@pytest.fixture
def w() -> FloatArray:
    return gd.starting_weights(4)


def test_the_gradient_by_hand_is_the_gradient_by_autograd(objective: gd.Objective, w: FloatArray) -> None:
    torch = gd.get_backend("torch")
    _, autograd = torch.loss_and_gradient(objective.on(torch), torch.parameters(w))
    apart = np.abs(objective.gradient(w) - torch.to_numpy(autograd))
    assert (apart <= 2 * Rounding(objective, "float64").gradient(w)).all()


def test_the_gradient_is_the_slope_of_the_loss(objective: gd.Objective, w: FloatArray) -> None:
    apart = np.abs(objective.gradient(w) - central_differences(objective.loss, w))
    allowed = central_differences_bound(objective, w) + Rounding(objective, "float64").gradient(w)
    assert (apart <= allowed).all()


def test_a_complex_step_sees_the_same_slope(objective: gd.Objective, w: FloatArray) -> None:
    slopes = [objective.loss(w + 1e-30j * e).imag / 1e-30 for e in np.eye(4)]
    assert (np.abs(objective.gradient(w) - slopes) <= 2 * Rounding(objective, "float64").gradient(w)).all()


def test_the_loss_is_the_formula_of_the_textbook(objective: gd.Objective, w: FloatArray) -> None:
    r = objective.predict(w) - np.asarray(objective.y)  # type: ignore[attr-defined]
    assert objective.loss(w) == pytest.approx(np.mean(np.sqrt(1 + r**2) - 1), rel=1e-14)


def test_a_descent_arrives_at_the_bottom(objective: gd.Objective, w: FloatArray) -> None:
    path = gd.record(gd.L2(objective, 0.1), w, gd.get_backend("numpy"), gd.GD(0.5), steps=500)
    bottom = path.weights[-1]
    end = gd.L2(objective, 0.1)
    assert (np.abs(end.gradient(bottom)) <= 2 * Rounding(end, "float64").gradient(bottom)).all()
