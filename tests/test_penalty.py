"""L2: over any objective, with the biases left out, counted once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.theory import Rounding
from tests.objective_zoo import PLAIN, draw


@pytest.mark.parametrize("name", PLAIN)
def test_a_bias_is_not_penalised_unless_asked_for(name: str) -> None:
    plain, w, *_ = draw(name, 20, 3)
    biases = list(plain.biases)
    added = gd.L2(plain, 1e6).gradient(w) - plain.gradient(w)
    assert (added[biases] == 0).all()
    assert (np.delete(added, biases) != 0).all()
    assert (gd.L2(plain, 1e6, penalise_bias=True).penalised(w) == w).all()


def test_which_components_are_biases() -> None:
    biases = {name: draw(name, 5, 3).objective.biases for name in PLAIN}
    assert biases.pop("softmax") == (9, 10, 11)  # the last row of W (4, 3)
    assert biases.pop("mlp") == (12, 13, 14, 15, 20)  # the last row of W (4, 4), then v with none, then b
    assert set(biases.values()) == {(3,)}


def test_a_strength_of_zero_changes_nothing_and_penalties_add_up() -> None:
    plain, w, *_ = draw("logistic", 20, 3)
    assert (gd.L2(plain, 0).gradient(w) == plain.gradient(w)).all()
    twice, once = gd.L2(gd.L2(plain, 0.25), 0.5), gd.L2(plain, 0.75)
    bound = Rounding(once, "float64")
    assert abs(twice.loss(w) - once.loss(w)) <= 2 * bound.loss(w)
    assert (np.abs(twice.gradient(w) - once.gradient(w)) <= 2 * bound.gradient(w)).all()


def test_with_biases_it_is_the_weight_decay_of_torch() -> None:
    drawn = draw("mse", 20, 3)
    v = torch.tensor(drawn.w, requires_grad=True)
    sgd = torch.optim.SGD([v], lr=1.0, weight_decay=0.3)
    drawn.reference(v, torch.tensor(drawn.X), torch.tensor(drawn.y)).backward()  # type: ignore[no-untyped-call]
    sgd.step()
    ours = gd.L2(drawn.objective, 0.3, penalise_bias=True)
    step = drawn.w - v.detach().numpy()
    # The step is read from a difference of weights, and so it is rounded once more than the gradient.
    rounded = np.finfo(float).eps * np.abs(drawn.w).max() + 2 * Rounding(ours, "float64").gradient(drawn.w)
    assert (np.abs(step - ours.gradient(drawn.w)) <= rounded).all()


def test_everything_but_the_penalty_is_that_of_the_objective() -> None:
    plain, w, _, X, _ = draw("softmax", 20, 3)
    ridge = gd.L2(plain, 0.5)
    assert (ridge.size, ridge.biases, len(ridge)) == (plain.size, plain.biases, len(plain))
    assert (ridge.predict(w, X[:4]) == plain.predict(w, X[:4])).all()
    assert len(ridge.rows([0, 5])) == 2
    assert ridge.rows([0, 5]).strength == 0.5


def test_float32_weights_are_penalised_in_float32() -> None:
    w = np.ones(3, dtype="float32")
    ridge = gd.L2(gd.MeanSquaredError(np.ones((2, 3)), np.ones(2)), 0.5).on(gd.get_backend("numpy", "float32"))
    assert {a.dtype.name for a in (*ridge.loss_and_gradient(w), ridge.penalised(w))} == {"float32"}


@pytest.mark.parametrize("strength", [-1, float("nan"), float("inf"), "1", True, None])
def test_a_strength_that_is_none_is_refused(strength: Any) -> None:
    with pytest.raises(gd.InputError, match=r"strength is .*; it must be a finite number, 0 or more"):
        gd.L2(draw("mse", 3, 1).objective, strength)


@pytest.mark.parametrize("convention", list(gd.Convention))
@pytest.mark.parametrize("penalise_bias", [False, True])
def test_least_squares_form_has_the_same_loss(convention: gd.Convention, penalise_bias: bool) -> None:
    _, w, _, X, y = draw("mse", 20, 3)
    plain = gd.MeanSquaredError(X, y, convention)
    for objective in (plain, gd.L2(plain, 0.5, penalise_bias), gd.L2(gd.L2(plain, 0.5), 0.25, penalise_bias)):
        A, b = objective.as_least_squares()
        residual = A @ w - b
        # As many roundings as the loss has, and two more for each entry of A and b.
        assert abs(residual @ residual / 2 - objective.loss(w)) <= 4 * Rounding(objective, "float64").loss(w)


def test_what_is_not_quadratic_has_no_least_squares_form() -> None:
    huber = draw("huber", 20, 3).objective
    assert not hasattr(huber, "as_least_squares")
    for objective in (gd.L2(huber, 1.0), gd.L2(gd.L2(huber, 1.0), 1.0)):
        with pytest.raises(gd.InputError, match="Huber is not quadratic"):
            objective.as_least_squares()
