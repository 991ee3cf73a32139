"""The schedules against those of PyTorch, and what becomes of them in an optimiser."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.schedules import SCHEDULES

STEPS = 100
Scheduler = Callable[[torch.optim.Optimizer], torch.optim.lr_scheduler.LRScheduler]


def rates_of_torch(make: Scheduler, rate: float) -> list[float]:
    """The rates that a scheduler of PyTorch gives to its optimiser, one step after the other."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
    scheduler, rates = make(optimizer), []
    for _ in range(STEPS + 1):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()  # a scheduler warns if it is asked before its optimiser
        scheduler.step()
    return rates


@pytest.mark.parametrize(("rate", "every", "factor"), [(0.3, 7, 0.5), (0.1, 30, 0.1), (2.0, 1, 0.9), (1e-3, 200, 0.1)])
def test_step_decay_is_steplr(rate: float, every: int, factor: float) -> None:
    theirs = rates_of_torch(lambda o: torch.optim.lr_scheduler.StepLR(o, every, factor), rate)
    ours = [gd.StepDecay(rate, every, factor)(t) for t in range(STEPS + 1)]
    # PyTorch rounds once for every stair, which is half an eps each at most; the power and the product are our two.
    np.testing.assert_allclose(ours, theirs, rtol=(STEPS // every + 3) * 2.0**-53, atol=0)


@pytest.mark.parametrize(
    ("rate", "steps", "floor"), [(0.3, 100, 0.0), (0.1, 100, 0.01), (1.0, 101, 0.0), (1.0, 250, 1)]
)
def test_cosine_is_cosineannealinglr(rate: float, steps: int, floor: float) -> None:
    theirs = rates_of_torch(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, steps, floor), rate)
    ours = [gd.Cosine(rate, steps, floor)(t) for t in range(STEPS + 1)]
    # PyTorch makes each rate from the last by the quotient of two factors 1 + cos: an error stays as large as it is
    # beside the rate at t = 0, or shrinks. Three operations of half an eps in each of 100 steps.
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=3 * STEPS * 2.0**-53 * rate)


def test_cosine_starts_at_the_rate_ends_on_the_floor_and_stays_there() -> None:
    wave = gd.Cosine(0.5, steps=40, floor=0.125)
    rates = [wave(t) for t in range(60)]
    assert rates[0] == 0.5
    assert rates[20] == pytest.approx((0.5 + 0.125) / 2, rel=1e-15)
    assert rates[40:] == [0.125] * 20
    assert all(later < earlier for earlier, later in pairwise(rates[:41]))


def test_a_constant_schedule_is_what_a_number_means() -> None:
    w, gradient = np.array([1.0, -2.0]), np.array([0.3, 0.7])
    for t in (0, 5, 10_000):
        plain, scheduled = gd.GD(0.1).step(gradient, t, w), gd.GD(gd.Constant(0.1)).step(gradient, t, w)
        assert (plain[0] == scheduled[0]).all()
        assert plain[1] == scheduled[1] == t + 1
    assert gd.GD(0.01).learning_rate == 0.01


def test_an_optimiser_asks_its_schedule_at_every_step_in_turn() -> None:
    asked = []

    def schedule(t: int) -> float:
        asked.append(t)
        return 0.5**t

    rule = gd.GD(schedule)
    state, deltas = rule.init(np.ones(1)), []
    for _ in range(4):
        delta, state = rule.step(np.ones(1), state, np.ones(1))
        deltas.append(float(delta[0]))
    assert asked == [0, 1, 2, 3]
    assert deltas == [1.0, 0.5, 0.25, 0.125]


def test_pytorchs_momentum_scales_its_whole_memory_when_the_rate_changes() -> None:
    """The other convention goes on with the speed that it had: the docstring of Momentum promises the difference."""
    rule = gd.Momentum(gd.StepDecay(1.0, every=1, factor=0.5), momentum=0.5)
    _, state = rule.step(np.ones(1), rule.init(np.ones(1)), np.ones(1))
    delta, _ = rule.step(np.ones(1), state, np.ones(1))
    assert delta == 0.5 * (0.5 * 1 + 1)
    assert delta != 0.5 * (1.0 * 1) + 0.5 * 1  # rate inside the memory


def test_schedules_are_python_numbers_that_can_be_compared_and_printed() -> None:
    schedule = gd.Cosine(np.float64(0.5), steps=np.int64(10), floor=np.float32(0.25))  # type: ignore[arg-type]
    assert schedule == gd.Cosine(0.5, 10, 0.25)
    assert schedule != gd.Cosine(0.5, 11, 0.25)
    assert repr(schedule) == "Cosine(rate=0.5, steps=10, floor=0.25)"
    for made in (schedule, gd.StepDecay(np.float64(0.5), 2, np.float64(0.5)), gd.Constant(np.float64(0.5))):
        assert type(made(3)) is float
    assert list(SCHEDULES.values()) == [gd.Constant, gd.StepDecay, gd.Cosine]


@pytest.mark.parametrize("rate", [0, -1.0, math.nan, math.inf, "1", None, True])
def test_a_rate_that_is_no_finite_positive_number_is_refused(rate: Any) -> None:
    makers: list[Callable[[], Any]] = [
        lambda: gd.Constant(rate),
        lambda: gd.StepDecay(rate, 10),
        lambda: gd.Cosine(rate, 10),
    ]
    for make in makers:
        with pytest.raises(gd.InputError, match=r"the rate is .*; it must be a finite number greater than 0"):
            make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gd.StepDecay(1.0, every=0), "every is 0; it must be a whole number, 1 or more"),
        (lambda: gd.StepDecay(1.0, every=2.5), "every is 2.5"),  # type: ignore[arg-type]
        (lambda: gd.StepDecay(1.0, 2, factor=0), "the factor is 0; it must be a finite number greater than 0"),
        (lambda: gd.StepDecay(1.0, 2, factor=1.5), "the factor is 1.5; it must be at most 1"),
        (lambda: gd.Cosine(1.0, steps=0), "steps is 0; it must be a whole number, 1 or more"),
        (lambda: gd.Cosine(1.0, 10, floor=-0.1), "the floor is -0.1; it must be a finite number, 0 or more"),
        (lambda: gd.Cosine(1.0, 10, floor=2), "the floor is 2.0; it must not be above the rate, which is 1.0"),
    ],
)
def test_settings_out_of_range_are_one_sentence(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(gd.InputError, match=message):
        make()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_asks_its_schedule_from_step_0_on_and_at_every_step(name: str) -> None:
    asked: list[int] = []

    def schedule(t: int) -> float:
        asked.append(t)
        return 0.1

    rule = OPTIMIZERS[name](schedule)
    w = np.array([1.0, -2.0])
    state = rule.init(w)
    for t in range(4):
        _, state = rule.step(np.ones(2), state, w)
        assert set(asked) == {t}  # AdamW asks twice: its decay has the rate of the step too
        asked.clear()
