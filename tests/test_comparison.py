"""A checker is worth what it rejects: a zoo of backends that are a little wrong, each with what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.torch_backend import TorchBackend
from gdlearn.experiment import experiment
from gdlearn.theory import largest_stable_learning_rate
from tests.conftest import Problem, make_problem


class Wrong(NumpyBackend):
    """A backend whose loss and gradient go through a function before they are handed out."""

    def __init__(self, change: Callable[..., tuple[Any, Any]], dtype: str = "float64") -> None:
        super().__init__(dtype=dtype)
        object.__setattr__(self, "change", change)
        object.__setattr__(self, "calls", [])

    def loss_and_gradient(self, objective: Any, w: Any) -> tuple[Any, Any]:
        loss, gradient = super().loss_and_gradient(objective, w)
        self.calls.append(gradient)  # type: ignore[attr-defined]
        return self.change(objective, w, loss, gradient, self.calls)  # type: ignore[attr-defined,no-any-return]


class Sabotage(NamedTuple):
    """What a wrong backend does, and the words its rejection must hold."""

    change: Callable[..., tuple[Any, Any]]
    words: str


def with_float32_inside(objective: Any, w: Any, *_: Any) -> tuple[Any, Any]:
    loss, gradient = objective.on(NumpyBackend("float32")).loss_and_gradient(w.astype("float32"))
    return float(loss), gradient.astype("float64")


def forgetful(_objective: Any, _w: Any, loss: Any, _gradient: Any, calls: list[Any]) -> tuple[Any, Any]:
    return loss, np.sum(calls, axis=0)  # what PyTorch does without zero_()


def stale(_objective: Any, _w: Any, loss: Any, _gradient: Any, calls: list[Any]) -> tuple[Any, Any]:
    return loss, calls[max(0, len(calls) - 2)]


ZOO = {
    "a gradient wrong by a relative 1e-9": Sabotage(
        lambda _o, _w, loss, g, _c: (loss, g * (1 + 1e-9)), "at step 0 the gradient of 'x'"
    ),
    "the 2 is missing": Sabotage(lambda _o, _w, loss, g, _c: (loss, g / 2), "at step 0 the gradient of 'x'"),
    "n - 1 instead of n": Sabotage(
        lambda o, _w, loss, g, _c: (loss, g * len(o) / (len(o) - 1)), "at step 0 the gradient of 'x'"
    ),
    "the wrong sign": Sabotage(lambda _o, _w, loss, g, _c: (loss, -g), "at step 0 the gradient of 'x'"),
    "no gradient for the bias": Sabotage(
        lambda _o, _w, loss, g, _c: (loss, g * np.array([1.0, 0.0])), "at step 0 the gradient of 'bias'"
    ),
    "float32 inside": Sabotage(with_float32_inside, "at step 0 the gradient of 'x'"),
    "the gradient is never cleared": Sabotage(forgetful, "at step 1 the gradient of 'x'"),
    "the gradient of the step before": Sabotage(stale, "at step 1 the gradient of 'x'"),
    "another loss than the gradient's": Sabotage(
        lambda _o, _w, loss, g, _c: (loss / 2, g), "at step 0 the loss differs"
    ),
    "a gradient that is not a number": Sabotage(
        lambda _o, _w, loss, g, _c: (loss, g * np.nan), "they ended differently|at step 0 the gradient of 'x'"
    ),
    "a loss that is not a number": Sabotage(lambda _o, _w, _l, g, _c: (np.nan, g), "they ended differently"),
}


@pytest.mark.parametrize("sabotage", ZOO.values(), ids=ZOO)
def test_a_wrong_backend_is_rejected_and_the_place_is_named(sabotage: Sabotage, line_problem: Problem) -> None:
    objective, start = line_problem
    right = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), steps=20)
    wrong = gd.record(objective, start, Wrong(sabotage.change), gd.GD(0.01), steps=20)
    verdict = gd.compare(right, wrong, objective, columns=("x", "bias"))
    assert not verdict.agree
    assert "do not agree" in str(verdict)
    assert any(words in str(verdict) for words in sabotage.words.split("|"))


def test_one_sample_too_few_in_a_million_is_seen() -> None:
    """With n - 1 for n at n = 10^6 the gradient has a relative error of 1e-6, and a tolerance of 1e-6 lets it pass."""
    data = gd.line(n=1_000_000)
    objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
    right = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.01), steps=1)
    wrong = gd.record(objective, start, Wrong(ZOO["n - 1 instead of n"].change), gd.GD(0.01), steps=1)
    assert not gd.compare(right, wrong, objective).agree
    assert gd.compare(right, gd.record(objective, start, TorchBackend(), gd.GD(0.01), steps=1), objective).agree


@pytest.mark.parametrize("share", [0.01, 0.75, 0.999, 1.0, 1.01])
def test_right_backends_agree_at_every_learning_rate(problem: Problem, dtype: str, share: float) -> None:
    """Also at the edge and just above it, where differences grow as the weights do."""
    objective, start = problem
    optimizer = gd.GD(share * largest_stable_learning_rate(objective))
    one, other = (
        gd.record(objective, start, gd.get_backend(name, dtype), optimizer, 200) for name in ("numpy", "torch")
    )
    verdict = gd.compare(one, other, objective)
    assert verdict.agree, str(verdict)
    assert f"agree in all {len(one)} rows" in str(verdict)


def test_two_backends_that_both_diverge_are_compared_up_to_the_overflow() -> None:
    objective, start = make_problem(50, 3)
    optimizer = gd.GD(3 * largest_stable_learning_rate(objective))
    runs = [gd.record(objective, start, gd.get_backend(name), optimizer, 10_000) for name in ("numpy", "torch")]
    assert [run.outcome for run in runs] == [gd.Outcome.DIVERGED] * 2
    verdict = gd.compare(runs[0], runs[1], objective)
    assert verdict.agree, str(verdict)
    assert len(verdict.weights.size) == min(map(len, runs)) - 1


def test_a_mistake_at_one_step_and_component_is_found_there() -> None:
    objective, start = make_problem(50, 3)

    def once(_o: Any, _w: Any, loss: Any, gradient: Any, calls: list[Any]) -> tuple[Any, Any]:
        return loss, gradient * (1 + 1e-8 * (len(calls) == 8) * np.array([0, 0, 1, 0]))

    right = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e-3), steps=20)
    wrong = gd.record(objective, start, Wrong(once), gd.GD(1e-3), steps=20)
    assert gd.compare(right, wrong, objective).gradient.first_excess == (7, 2)
    assert "at step 7 the gradient of 'w2' differs by" in str(gd.compare(right, wrong, objective))


def test_the_difference_reports_what_was_measured() -> None:
    objective, start = make_problem(50, 3)
    right = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(1e-3), steps=5)
    wrong = gd.record(objective, start, Wrong(ZOO["the 2 is missing"].change), gd.GD(1e-3), steps=5)
    gradient = gd.compare(right, wrong, objective).gradient
    assert gradient.size[0] == pytest.approx(np.abs(right.gradient[0]) / 2)
    assert gradient.eps == np.finfo(float).eps * np.abs(right.gradient).max()
    numbers = gradient.summary()
    assert numbers["largest_difference"] == gradient.size.max()
    assert numbers["largest_difference_in_eps"] == gradient.size.max() / gradient.eps
    assert not numbers["within"]
    assert gradient.share == (gradient.size / gradient.bound).max() > 1


@pytest.mark.parametrize(
    ("sabotage", "witness"),
    [
        ("a gradient wrong by a relative 1e-9", "closed form: weights"),
        ("the 2 is missing", "central differences: gradient"),
        ("the gradient is never cleared", "closed form: weights"),
    ],
)
def test_the_witnesses_convict_a_wrong_backend_that_nobody_else_watches(sabotage: str, witness: str) -> None:
    """Also where the wrong program is the only one: no second backend is needed to see it."""
    data = gd.line()
    objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
    for backend, innocent in ((NumpyBackend(), True), (Wrong(ZOO[sabotage].change), False)):
        result = experiment(data, objective, start, [backend], gd.GD(0.005), steps=5)
        assert result.checks[witness].within is innocent
        assert result.agree is innocent
