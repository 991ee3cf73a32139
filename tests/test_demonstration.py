"""A mistake at work does what the catalogue says of it."""

from __future__ import annotations

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.mistakes import CATALOGUE, Mistake, find
from gdlearn.mistakes.demonstration import CANDIDATES, demonstrate
from gdlearn.mistakes.ground import LONG, SHORT
from gdlearn.mistakes.symptom import Symptom, symptom
from gdlearn.theory import largest_stable_learning_rate, least_squares

DATA = gd.line()
OBJECTIVE = gd.MeanSquaredError(DATA.X, DATA.y)
START = gd.starting_weights(2)

# Each mistake is run once, a few seconds in all.
SHOWN = {name: demonstrate(mistake) for name, mistake in CATALOGUE.items()}


def torch_losses(clear: bool, steps: int) -> list[float]:
    """An independent loop: autograd, written here."""
    import torch

    X, y, w = torch.tensor(DATA.X), torch.tensor(DATA.y), torch.tensor(START, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        assert w.grad is not None
        with torch.no_grad():
            w -= 0.01 * w.grad
        if clear:
            w.grad.zero_()
        losses.append(loss.item())
    return losses


def test_a_forgotten_zero_grad_walks_as_in_a_loop_of_torch_that_forgets_it() -> None:
    right, wrong = SHOWN["zero-grad"].runs
    np.testing.assert_allclose(right.loss[:60], torch_losses(clear=True, steps=60), rtol=1e-9)
    np.testing.assert_allclose(wrong.loss[:60], torch_losses(clear=False, steps=60), rtol=1e-9)


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=lambda mistake: mistake.id)
def test_the_right_program_descends_and_ends_without_an_exception(mistake: Mistake) -> None:
    for right in SHOWN[mistake.id].runs[:1]:
        assert not right.stopped
        assert len(right) == SHORT.steps + 1
        assert (np.diff(right.loss) <= 1e-12 * right.loss[0]).all()


def test_the_right_program_is_a_recorded_descent_at_a_rate_that_is_safe() -> None:
    run = gd.record(OBJECTIVE, START, gd.get_backend("numpy"), gd.GD(0.01), SHORT.steps)
    assert SHOWN["missing-two"].ground.rate == 0.01 < largest_stable_learning_rate(OBJECTIVE) / 2
    for name in ("missing-two", "zero-grad", "sequential-update", "update-per-sample", "step-missing"):
        np.testing.assert_allclose(SHOWN[name].runs[0].weights, run.weights, rtol=1e-9)


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=lambda mistake: mistake.id)
def test_an_exception_comes_where_the_catalogue_says_so_and_nowhere_else(mistake: Mistake) -> None:
    shown = SHOWN[mistake.id]
    stopped = bool(shown.runs) and bool(shown.runs[1].stopped)
    assert stopped == bool(mistake.raises)


def test_rows_before_an_exception_are_kept_and_the_step_is_told() -> None:
    right, wrong = SHOWN["backward-twice"].runs
    np.testing.assert_array_equal(wrong.weights, right.weights[:2])
    assert wrong.step == 1
    assert wrong.place == "It stops in step 1"
    assert "backward through the graph a second time" in wrong.stopped
    assert SHOWN["integer-leaf"].runs[1].place == "It stops before the first step"


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=lambda mistake: mistake.id)
def test_every_mistake_shows_something(mistake: Mistake) -> None:
    shown = SHOWN[mistake.id]
    if not shown.runs:
        assert any(value.right != value.wrong for value in shown.values)
        return
    right, wrong = shown.runs
    same = len(right) == len(wrong) and np.array_equal(right.loss, wrong.loss)
    assert not same or any(value.right != value.wrong for value in shown.values)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wrong-sign", Symptom.GROWS),
        ("sum-not-mean", Symptom.GROWS),
        ("zero-grad", Symptom.GROWS),
        ("rate-too-large", Symptom.GROWS),
        ("bias-forgotten", Symptom.ELSEWHERE),
        ("broadcast", Symptom.ELSEWHERE),
        ("penalty-forgotten", Symptom.ELSEWHERE),
        ("missing-two", Symptom.UNSEEN),
        ("n-minus-one", Symptom.UNSEEN),
        ("root-loss", Symptom.UNSEEN),
        ("sequential-update", Symptom.UNSEEN),
        ("caller-changed", Symptom.UNSEEN),
        ("history-aliased", Symptom.ROWS),
        ("start-missing", Symptom.ROWS),
        ("zero-before-step", Symptom.ROWS),
        ("leaf-update", Symptom.EXCEPTION),
        ("exact-equality", Symptom.CHECK),
        ("wrong-differences", Symptom.CHECK),
    ],
)
def test_a_mistake_is_sorted_by_what_it_does(name: str, expected: Symptom) -> None:
    assert symptom(SHOWN[name]) is expected


def test_a_right_program_arrives_where_arriving_is_asked_for() -> None:
    shown = demonstrate(find("missing-two"), LONG)
    right = shown.runs[0]
    np.testing.assert_allclose(right.weights[-1], least_squares(shown.ground.objective), rtol=1e-9)


def test_the_scaled_descent_is_shown_in_the_units_of_the_data() -> None:
    right, wrong = SHOWN["unscaled-feature"].runs
    np.testing.assert_allclose(right.weights[-1], least_squares(OBJECTIVE), rtol=1e-6)
    assert wrong.climbs


def test_the_gradients_at_the_start_are_shown_with_their_ratio() -> None:
    x, bias = SHOWN["bias-doubled"].values
    right = OBJECTIVE.gradient(START)
    assert x.right == f"{right[0]:.6g}"
    assert x.wrong == f"{right[0]:.6g}, 1 times the right one"
    assert bias.wrong == f"{2 * right[1]:.6g}, 2 times the right one"


def test_a_comparison_is_shown_right_gradients_and_wrong_ones() -> None:
    for name in ("exact-equality", "loose-tolerance", "signed-difference"):
        first, *others = SHOWN[name].values
        assert first.right == "agrees"
        assert len(others) == len(CANDIDATES)
        assert all(value.right == "differs" for value in others)
    assert SHOWN["exact-equality"].values[0].wrong == "differs"
    assert [value.wrong for value in SHOWN["loose-tolerance"].values].count("agrees") == 2


def test_what_can_be_seen_from_outside_is_told() -> None:
    told = {name: {value.name: value.wrong for value in SHOWN[name].values} for name in SHOWN}
    assert told["last-only"]["what came back"] == "one vector"
    assert told["caller-changed"]["the starting weights of the caller"] == "overwritten"
    assert told["graph-kept"]["rows that still require grad"] == str(SHORT.steps + 1)
    assert "5" in told["history-aliased"].values()


def test_a_loss_that_overflows_is_a_word() -> None:
    wrong = SHOWN["half-times-n"].runs[1]
    assert wrong.loss_at(len(wrong) - 1) == "overflow"
    assert wrong.loss_at(len(wrong)) == ""
