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
from gdlearn.theory.noise import OPERATIONS, NoisyBackend
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


def test_noise_is_of_the_size_that_was_asked_for_and_its_signs_know_nothing_of_each_other() -> None:
    objective, w = gd.MeanSquaredError(np.ones((2, 40)), np.zeros(2)), np.ones(40)
    backend, quiet = NoisyBackend(errors=np.full((2, 40), 0.5), u=0.25), gd.get_backend("numpy")
    right, wrong = quiet.loss_and_gradient(objective, w), backend.loss_and_gradient(objective, w)
    assert wrong[0] == right[0]
    signs = (wrong[1] - right[1]) / 0.5
    assert set(signs) == {-1.0, 1.0}
    assert (signs != (backend.loss_and_gradient(objective, w)[1] - right[1]) / 0.5).any()  # drawn anew
    # Of an update: the result is rounded once, and what is subtracted as often as the longest rule rounds.
    size = 0.25 * (np.abs(w - 3.0) + OPERATIONS * 3.0)
    moved = (backend.update(w, np.full(40, 3.0)) - (w - 3.0)) / size
    np.testing.assert_allclose(np.abs(moved), 1.0, rtol=1e-15)
    assert set(np.sign(moved)) == {-1.0, 1.0}
    assert OPERATIONS >= 9  # those of Adam


def test_noise_that_is_drawn_once_always_pushes_the_same_way() -> None:
    objective, w = gd.MeanSquaredError(np.ones((2, 40)), np.zeros(2)), np.ones(40)
    backend = NoisyBackend(errors=np.arange(1.0, 4.0)[:, None] * np.ones(40), constant=True)
    right = objective.gradient(w)
    first, second, third = (backend.loss_and_gradient(objective, w)[1] - right for _ in range(3))
    assert set(np.sign(first)) == {-1.0, 1.0}
    np.testing.assert_allclose(second, 2 * first, rtol=1e-14)  # as large as the error of its step
    np.testing.assert_allclose(third, 3 * first, rtol=1e-14)
    other = NoisyBackend(errors=np.ones((1, 40)), constant=True, seed=1)
    assert (np.sign(other.loss_and_gradient(objective, w)[1] - right) != np.sign(first)).any()


def test_a_descent_of_one_weight_is_driven_as_far_as_its_noise_adds_up() -> None:
    """On a flat loss errors are only added up: N of one sign are N errors, and that is the largest of the draws."""
    objective, steps = gd.MeanSquaredError(np.zeros((1, 1)), np.zeros(1)), 20
    errors = np.full((steps + 1, 1), 1e-9)
    bound, horizon = noise_bound(objective, np.ones((steps + 1, 1)), gd.GD(0.5), FullBatch(), errors, "float64")
    assert horizon == steps + 1
    np.testing.assert_allclose(bound[:, 0], 4 * 0.5e-9 * np.arange(steps + 1), rtol=1e-5, atol=1e-13)


@pytest.mark.parametrize(("factor", "horizon"), [(2.0, 10), (10.0, 3)])
def test_the_horizon_is_where_noise_has_grown_a_thousandfold(factor: float, horizon: int) -> None:
    """On -x^2 a descent multiplies every difference by the same factor: 2^10 is the first power of 2 beyond 1000."""
    objective = gd.MeanSquaredError(np.eye(1), np.zeros(1))
    rate = (1 + factor) / 2  # w - 2 rate w = -factor w
    weights = np.zeros((16, 1))
    weights[0] = 2.0  # only the start and the number of steps are used
    bound, found = noise_bound(objective, weights, gd.GD(rate), FullBatch(), np.full((16, 1), 1e-15), "float64")
    assert found == horizon
    assert np.isfinite(bound[:horizon]).all()
    assert np.isinf(bound[horizon:]).all()


def test_noise_is_measured_on_the_rows_that_the_descent_takes() -> None:
    """One row pulls to 1 and the other to -1: with both at once nothing moves, one after the other everything does."""
    objective = gd.MeanSquaredError(np.ones((2, 1)), np.array([1.0, -1.0]))
    weights, errors = np.ones((9, 1)), np.zeros((9, 1))
    all_rows, in_turn = (
        noise_bound(objective, weights, gd.GD(0.25), batches, errors, "float64")[0]
        for batches in (FullBatch(), InOrder(1))
    )
    # Only updates are rounded: as much as the weight, and ten times what is subtracted.
    assert in_turn[-1] > 2 * all_rows[-1]


def test_a_descent_without_any_slope_is_off_by_the_rounding_of_its_weights_in_both_programs() -> None:
    """Nothing is subtracted: the weight of each is rounded once in every step; four times that is promised."""
    flat, weights = gd.MeanSquaredError(np.zeros((1, 1)), np.zeros(1)), np.ones((2, 1))
    bound, _ = noise_bound(flat, weights, gd.GD(0.5), FullBatch(), np.zeros((2, 1)), "float32")
    np.testing.assert_allclose(bound[1], 4 * 2 * 2.0**-24, rtol=1e-6)


def test_noise_is_drawn_four_times_in_each_of_two_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[int, bool]] = []

    class Watched(NoisyBackend):
        def __post_init__(self) -> None:
            super().__post_init__()
            if self.u > 0:  # neither the quiet descent nor the one that measures amplification
                drawn.append((self.seed, self.constant))

    monkeypatch.setattr("gdlearn.theory.noise.NoisyBackend", Watched)
    flat = gd.MeanSquaredError(np.zeros((1, 1)), np.zeros(1))
    noise_bound(flat, np.ones((2, 1)), gd.GD(0.5), FullBatch(), np.zeros((2, 1)), "float64")
    assert sorted(drawn) == list(itertools.product(range(4), (False, True)))


def test_where_steps_go_to_and_fro_noise_that_is_drawn_anew_leads_further_than_a_steady_push() -> None:
    """Every step turns the difference round: pushes to one side cancel, and at most one of them is left."""
    bowl, steps = gd.MeanSquaredError(np.eye(1), np.zeros(1)), 60
    errors = np.full((steps + 1, 1), 1e-9)
    bound, _ = noise_bound(bowl, np.ones((steps + 1, 1)), gd.GD(0.995), FullBatch(), errors, "float64")
    assert bound.max() > 4 * 2e-9


def test_a_descent_that_overflows_has_a_horizon_and_no_warning() -> None:
    steep = gd.MeanSquaredError(np.eye(1), np.zeros(1))
    weights, errors = np.ones((9, 1)), np.full((9, 1), 1e-12)
    bound, horizon = noise_bound(steep, weights, gd.GD(1e200), FullBatch(), errors, "float64")
    assert horizon < 3
    assert np.isinf(bound[horizon:]).all()
