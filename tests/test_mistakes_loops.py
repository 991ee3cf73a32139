"""The loop and shape halves of the catalogue: every wrong program runs, and is wrong in the way it says."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.mistakes import CATALOGUE, PROGRAMS, Kind, Mistake, Program
from gdlearn.theory import largest_stable_learning_rate

MISTAKES = [each for each in CATALOGUE.values() if each.kind is not Kind.GRADIENT]
LOOPS = [each for each in MISTAKES if each.program.endswith("descent")]
gradient = PROGRAMS["gradient"].function()

# Their rows are the right ones; each has a test of its own.
RIGHT_ROWS = {"caller-changed", "graph-kept"}


def function(program: Program) -> Callable[..., Any]:
    return program.function(**({"gradient": gradient} if "gradient(" in program.text else {}))


def problem() -> tuple[Any, Any, Any, float, int]:
    """The data of the course, made small: one feature from 0 to 10."""
    data = gd.line(n=12)
    return np.array(data.X), np.array(data.y), np.array([0.7, -1.6]), 0.01, 4


def rows(program: Program) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch warns on the way to some exceptions
        found = function(program)(*problem())
    return np.array([np.asarray(row.detach() if hasattr(row, "detach") else row) for row in found])


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 25


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.id)
def test_every_mistake_says_what_a_learner_needs(mistake: Mistake) -> None:
    assert 1 <= mistake.lesson <= 16
    for text in (mistake.symptom, mistake.message, mistake.cure):
        assert text.endswith((".", "...")), text
        assert text.count(". ") <= 2, text
    assert mistake.title
    assert mistake.evidence


@pytest.mark.parametrize("name", ["sample_descent", "torch_descent", "linear_descent"])
def test_the_right_loops_agree_to_rounding(name: str) -> None:
    np.testing.assert_allclose(rows(PROGRAMS[name]), rows(PROGRAMS["descent"]), rtol=1e-12)


@pytest.mark.parametrize("mistake", [each for each in LOOPS if each.raises], ids=lambda each: each.id)
def test_what_is_said_to_raise_raises_that(mistake: Mistake) -> None:
    with pytest.raises((RuntimeError, TypeError, ValueError, AttributeError), match=mistake.raises):
        rows(mistake.wrong)


@pytest.mark.parametrize(
    "mistake", [each for each in LOOPS if not each.raises and each.id not in RIGHT_ROWS], ids=lambda each: each.id
)
def test_what_does_not_raise_gives_other_rows(mistake: Mistake) -> None:
    right, wrong = rows(mistake.right), rows(mistake.wrong)
    assert right.shape != wrong.shape or not np.allclose(right, wrong, rtol=1e-3)


@pytest.mark.parametrize("mistake", [each for each in LOOPS if each.like], ids=lambda each: each.id)
def test_a_mistake_and_its_likeness_in_the_plain_descent_take_the_same_path(mistake: Mistake) -> None:
    likeness = PROGRAMS["descent"].edited(*mistake.like)
    np.testing.assert_allclose(rows(mistake.wrong), rows(likeness), rtol=1e-12)


def test_what_runs_in_torch_and_gives_wrong_rows_has_a_likeness() -> None:
    needs = {each.id for each in LOOPS if each.program != "descent" and not each.raises} - RIGHT_ROWS
    assert {name for name in needs if not CATALOGUE[name].like} == {"same-seed", "unscaled-feature"}


def test_the_caller_finds_its_weights_changed() -> None:
    X, y, w, rate, steps = problem()
    start = w.copy()
    history = function(CATALOGUE["caller-changed"].wrong)(X, y, w, rate, steps)
    np.testing.assert_array_equal(w, history[-1])
    assert not np.array_equal(w, start)


def test_a_history_that_is_not_detached_keeps_its_graph() -> None:
    kept = function(CATALOGUE["graph-kept"].wrong)(*problem())
    assert all(row.grad_fn is not None for row in kept)
    assert not any(row.requires_grad for row in function(CATALOGUE["graph-kept"].right)(*problem()))


def test_a_forgotten_zero_grad_swings_where_the_right_descent_falls() -> None:
    data = gd.line()
    mse = gd.MeanSquaredError(data.X, data.y)
    arguments = (np.array(data.X), np.array(data.y), np.zeros(2), 0.01, 50)
    right, wrong = (
        [float(mse.loss(w.numpy())) for w in function(program)(*arguments)]
        for program in (CATALOGUE["zero-grad"].right, CATALOGUE["zero-grad"].wrong)
    )
    assert wrong[1] == pytest.approx(right[1], rel=1e-12)  # the first step is right
    assert np.all(np.diff(right) < 0)
    assert wrong[50] > 10 * right[50]


def test_a_safe_rate_is_below_the_largest_stable_one_and_the_usual_one_is_not() -> None:
    data = gd.line()
    mistake = CATALOGUE["rate-too-large"]
    largest = largest_stable_learning_rate(gd.MeanSquaredError(data.X, data.y))
    assert function(mistake.right)(data.X) < largest < function(mistake.wrong)(data.X)


def test_scaling_the_feature_lets_a_large_rate_converge() -> None:
    data, mistake = gd.line(), CATALOGUE["unscaled-feature"]
    arguments = (np.array(data.X), np.array(data.y), np.zeros(2), 0.4, 30)
    with np.errstate(all="ignore"):
        right, wrong = (function(program)(*arguments) for program in (mistake.right, mistake.wrong))
    np.testing.assert_allclose(right[-1], right[-2], rtol=1e-9)
    assert np.abs(wrong[-1]).max() > 1e20


# A cubic loss: its central differences are not exact, so a wrong step shows.
def cubic(w: Any) -> Any:
    return (w**3).sum()


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("wrong-differences", (0.4, 0.6)),
        ("differences-over-h", (0.9, 1.1)),
        ("tiny-step", (1e-4, 1e-1)),
        ("float32-differences", (1e-4, 1e-1)),
        ("one-sided-differences", (1e-7, 1e-4)),
    ],
)
def test_wrong_differences_are_apart_by_what_their_mistake_costs(name: str, apart: tuple[float, float]) -> None:
    w, mistake = np.array([1.3, -0.7, 2.1]), CATALOGUE[name]
    slope = 3 * w**2
    np.testing.assert_allclose(function(mistake.right)(cubic, w), slope, rtol=1e-9)
    error = np.max(np.abs(function(mistake.wrong)(cubic, w) / slope - 1))
    assert apart[0] < error < apart[1]


@pytest.mark.parametrize(
    ("name", "a", "verdict"),
    [
        ("exact-equality", 0.1 + 0.2, False),  # right to rounding, and rejected
        ("loose-tolerance", 0.3 * 1000 / 999, True),  # n - 1 instead of n, and accepted
        ("signed-difference", -1000.0, True),
    ],
)
def test_wrong_comparisons_reject_what_is_right_or_accept_what_is_wrong(name: str, a: float, verdict: bool) -> None:
    mistake = CATALOGUE[name]
    assert function(mistake.wrong)(np.array([a]), np.array([0.3])) is verdict
    assert function(mistake.right)(np.array([a]), np.array([0.3])) is not verdict
