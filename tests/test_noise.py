"""Where no recursion exists, noise is put in on purpose: what that allows, and what it still rejects."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.batches import FullBatch, InOrder, Shuffled
from gdlearn.objectives.base import Array
from gdlearn.optimizers import OPTIMIZERS, Adam, RMSProp, Rule
from gdlearn.theory import Rounding, drift_bound, largest_stable_learning_rate, noise_bound
from tests.problems import OBJECTIVES, RATES, make_objective


@pytest.mark.parametrize(("name", "rule"), list(itertools.product(OBJECTIVES, OPTIMIZERS)))
def test_numpy_and_torch_agree_over_batches_with_every_rule(name: str, rule: str, dtype: str) -> None:
    objective, start = make_objective(name)
    optimizer = OPTIMIZERS[rule](RATES[rule])
    one, other = (
        gd.record(objective, start, gd.get_backend(b, dtype), optimizer, 40, Shuffled(12)) for b in ("numpy", "torch")
    )
    verdict = gd.compare(one, other, objective)
    assert verdict.agree, str(verdict)


def test_measured_noise_and_the_proven_bound_tell_the_same_story() -> None:
    """On squared error both exist. The measured one is smaller: random signs cancel where a bound takes the worst."""
    objective, start = make_objective("mse")
    optimizer = gd.GD(0.5 * largest_stable_learning_rate(objective))
    run = gd.record(objective, start, gd.get_backend("numpy"), optimizer, 100)
    rounding = Rounding(objective, "float64")
    errors = np.array([2 * rounding.gradient(w) for w in run.weights])
    proven = drift_bound(objective, run.weights, np.full(101, optimizer.rate(0)), errors, "float64")
    measured, horizon = noise_bound(objective, run.weights, optimizer, FullBatch(), errors, "float64")
    assert horizon == 101
    assert (measured[0] == 0).all()
    share = measured[1:].max(axis=1) / proven[1:].max(axis=1)
    assert ((share > 0.02) & (share < 4)).all()


def test_rmsprop_is_chaotic_and_the_comparison_says_from_where_on() -> None:
    objective, start = make_objective("logistic")
    optimizer = RMSProp(0.05, alpha=0.9)
    one, other = (gd.record(objective, start, gd.get_backend(b), optimizer, 400) for b in ("numpy", "torch"))
    verdict = gd.compare(one, other, objective)
    assert verdict.agree
    assert 20 < verdict.horizon < 401
    assert np.isinf(verdict.weights.bound[verdict.horizon :]).all()
    assert f"weights up to step {verdict.horizon}" in str(verdict)


class NoBiasCorrection(Adam):
    """Adam as many write it from memory."""

    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        delta, after = super().step(gradient, state, w)
        return delta * (1 - self.betas[0] ** (state.t + 1)), after


class LateRate(gd.GD):
    """A rate that is wrong by a relative 1e-9 from step 5 on."""

    def rate(self, t: int) -> float:
        return super().rate(t) * (1 + 1e-9 * (t >= 5))


@pytest.mark.parametrize(
    ("right", "wrong", "batches"),
    [
        (Adam(0.02), NoBiasCorrection(0.02), FullBatch()),
        (gd.GD(0.02), LateRate(0.02), FullBatch()),
        (gd.GD(0.02), LateRate(0.02), InOrder(7)),
    ],
)
def test_a_wrong_rule_is_rejected(right: Rule, wrong: Rule, batches: Any) -> None:
    objective, start = make_objective("logistic")
    one = gd.record(objective, start, gd.get_backend("numpy"), right, 30, batches)
    other = gd.record(objective, start, gd.get_backend("numpy"), wrong, 30, batches)
    object.__setattr__(other, "optimizer", right)  # it claims to be the right one
    verdict = gd.compare(one, other, objective)
    assert not verdict.agree
    assert "the weights of" in str(verdict)


def test_a_batch_that_is_not_the_one_agreed_upon_is_rejected() -> None:
    objective, start = make_objective("softmax")
    one = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.02), 10, Shuffled(7, seed=0))
    other = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.02), 10, Shuffled(7, seed=1))
    object.__setattr__(other, "batches", one.batches)
    assert "at step 0 the" in str(gd.compare(one, other, objective))


@pytest.mark.parametrize("name", ["huber", "logistic", "softmax"])
def test_the_error_of_a_formula_that_always_pushes_the_same_way_is_allowed_for(name: str) -> None:
    """Central differences are off by a sixth of h^2 times the third derivative, whose sign may stay the same."""
    objective, start = make_objective(name)
    one, other = (gd.record(objective, start, gd.get_backend(b), gd.GD(0.05), 150) for b in ("numpy", "numeric"))
    verdict = gd.compare(one, other, objective)
    assert verdict.agree, str(verdict)


@pytest.mark.parametrize("steps", [0, 5])
def test_a_descent_that_stays_at_zero_amplifies_nothing(steps: int) -> None:
    objective = gd.Huber(np.ones((1, 1)), np.zeros(1))
    one, other = (gd.record(objective, [0.0], gd.get_backend(b), gd.GD(0.05), steps) for b in ("numpy", "torch"))
    found = gd.compare(one, other, objective)
    assert found.agree
    assert found.horizon == steps + 1
