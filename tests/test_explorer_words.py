"""What the explorer knows and says beside the steps: its data, the curvature, and the words for what happens."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.theory import condition_number, convergence_rate, curvature, largest_stable_learning_rate, least_squares
from tests.explorer_runs import (
    INDEX,
    LIMITS,
    Case,
    course,
    in_the_package,
    on_the_page,
    problem_of,
    rate_of,
    script,
)

RTOL = 1e-12


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("data", [0, 1, 7])
def test_curvature_rate_condition_and_minimum_are_those_of_the_theory(data: int, standardise: bool) -> None:
    case = Case(data=data, standardise=standardise, share=0.5)
    objective = problem_of(case)
    facts = on_the_page(case, 0.01)["problem"]
    expected = {
        "eigenvalues": curvature(objective).eigenvalues,
        "largestRate": largest_stable_learning_rate(objective),
        "condition": condition_number(objective),
        "best": least_squares(objective),
        "lowest": objective.loss(least_squares(objective)),
        "n": len(objective),
    }
    for name, value in expected.items():
        np.testing.assert_allclose(facts[name], value, rtol=RTOL, err_msg=name)


@pytest.mark.parametrize("noise", [0, 0.5, 4, 20])
def test_the_course_s_own_data_are_those_of_the_package_to_the_last_digit(noise: float) -> None:
    ours, theirs = gd.line(noise=noise), script("dataOf", course(), {"data": 0, "noise": noise, "standardise": False})
    assert theirs["x"] == ours.X[:, 0].tolist()
    assert theirs["y"] == ours.y.tolist()


@pytest.mark.parametrize("data", [0, 3])
def test_standardising_and_its_way_back_are_those_of_the_package(data: int) -> None:
    as_drawn, scaled = (
        script("dataOf", course(), {"data": data, "noise": 4, "standardise": on}) for on in (False, True)
    )
    ours = gd.Dataset.from_arrays(np.array(as_drawn["x"])[:, None], as_drawn["y"]).standardise()
    assert ours.scaling is not None
    np.testing.assert_allclose(scaled["x"], ours.X[:, 0], rtol=0, atol=RTOL)  # in standard deviations
    np.testing.assert_allclose([scaled["mean"], scaled["std"]], [ours.scaling.mean[0], ours.scaling.std[0]], rtol=RTOL)
    w = np.array([14.0, 28.0])
    np.testing.assert_allclose(script("originalUnits", scaled, w.tolist()), ours.original_units(w), rtol=RTOL)


def test_other_data_lie_around_the_same_line_and_each_is_another() -> None:
    drawn = [script("dataOf", course(), {"data": seed, "noise": 4, "standardise": False}) for seed in range(1, 41)]
    x, y = (np.array([each[name] for each in drawn]) for name in "xy")
    errors = (y - 5 * x - 3) / 4
    assert x.shape == (40, 1000)
    assert len({tuple(row) for row in x}) == 40
    assert 0 <= x.min() < 0.01 < 9.99 < x.max() < 10
    for of, what in ((x / 10, "uniform"), (errors, "normal")):  # 40,000 draws: five standard errors and more
        mean, variance = {"uniform": (0.5, 1 / 12), "normal": (0.0, 1.0)}[what]
        assert abs(of.mean() - mean) < 5 * math.sqrt(variance / of.size)
        assert abs(of.var() / variance - 1) < 5 * math.sqrt(2 / of.size)
    assert abs(np.corrcoef(x.ravel(), errors.ravel())[0, 1]) < 5 / math.sqrt(x.size)
    assert abs(np.mean(np.abs(errors) < 1.96) - 0.95) < 0.006


@pytest.mark.parametrize(("n", "size"), [(10, 3), (10, 10), (10, 1), (1000, 128)])
def test_an_epoch_uses_every_row_once_and_the_next_one_in_another_order(n: int, size: int) -> None:
    """As `Shuffled` does."""
    steps = gd.steps_per_epoch(n, size)
    drawn = script("batchesOf", n, size, count=3 * steps)
    epochs = [[row for batch in drawn[k * steps : (k + 1) * steps] for row in batch] for k in range(3)]
    assert [*map(len, drawn)] == 3 * [*map(len, islice(gd.Shuffled(size)(n), steps))]
    assert all(sorted(epoch) == list(range(n)) for epoch in epochs)
    assert epochs[0] != epochs[1] != epochs[2] != epochs[0]


# Every verdict, with settings that lead to it.
OUTCOMES = {
    "diverges": Case("gd", share=1.02),
    "will diverge": Case("gd", share=1.0005, steps=20, start=(5.0, 30.0)),
    "rises": Case("adam", rate=2.0, start=(5.0, 3.2), steps=5),
    "arrives": Case("gd", share=0.5, standardise=True, steps=30),
    "swings": Case("gd", share=0.97, steps=40),
    "creeps": Case("gd", share=0.01, steps=40),
    "comes down": Case("gd", share=0.75, steps=60),
}


@pytest.mark.parametrize("verdict", OUTCOMES)
def test_what_is_said_is_what_the_package_finds(verdict: str) -> None:
    case = OUTCOMES[verdict]
    objective = problem_of(case)
    rate, bottom = rate_of(case, objective), least_squares(objective)
    said = on_the_page(case, rate)
    run = in_the_package(case, rate, objective)
    first, last, lowest = (script("short", float(loss)) for loss in (run.loss[0], run.loss[-1], objective.loss(bottom)))
    assert said["verdict"] == verdict
    assert f" from {first} to {last} in {case.steps} steps" in said["words"]
    assert (f"the smallest possible is {lowest}" in said["words"]) == (
        "diverge" not in verdict and verdict != "arrives"
    )
    limit = script("short", largest_stable_learning_rate(objective), 4)
    assert (f"The largest stable rate here is {limit};" in said["words"]) == (case.optimizer == "gd")
    away = np.linalg.norm(run.weights[[0, -1]] - bottom, axis=1)
    found = {
        "stable": case.optimizer != "gd" or convergence_rate(objective, rate) < 1,
        "lower": bool(run.loss[-1] < run.loss[0]),
        "there": bool(away[1] < 0.01 * away[0]),
    }
    assert found == {
        "stable": "diverge" not in verdict,
        "lower": verdict not in ("diverges", "rises"),
        "there": verdict == "arrives",
    }


def test_every_verdict_is_tested() -> None:
    words = (INDEX.parent / "words.js").read_text(encoding="utf-8")
    assert {*OUTCOMES} == {*re.findall(r'^    "?([a-z ]+)"?: `', words, flags=re.MULTILINE)}


def test_a_loss_that_stops_being_a_number_ends_both_runs_at_the_same_step() -> None:
    case = Case("gd", rate=2.0, steps=500)
    objective = problem_of(case)
    said, run = on_the_page(case, 2.0), in_the_package(case, 2.0, objective)
    assert run.outcome is gd.Outcome.DIVERGED
    assert said["run"]["diverged"]
    assert len(said["run"]["losses"]) == len(run)
    start = script("short", float(run.loss[0]))
    assert said["words"].startswith(f"Diverges: the loss grew from {start} to more than 1e308 in {len(run) - 1} steps.")


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.94, 0.96, 0.999, 1.001, 1.05, 1.5])
def test_gradient_descent_is_said_to_diverge_exactly_where_its_distance_grows(share: float, standardise: bool) -> None:
    for start in ((-3.0, 12.0), (5.0, 30.0), (14.0, 28.0)):
        case = Case("gd", share=share, standardise=standardise, start=start, steps=30)
        objective = problem_of(case)
        rate = rate_of(case, objective)
        run = in_the_package(case, rate, objective)
        verdict = on_the_page(case, rate)["verdict"]
        assert ("diverge" in verdict) == (convergence_rate(objective, rate) > 1)
        assert (verdict == "diverges") == (run.first_increase is not None and bool(run.loss[-1] > run.loss[0]))


@pytest.mark.parametrize("rule", LIMITS)
def test_the_largest_rate_that_is_said_is_where_the_iteration_stops_shrinking(rule: str) -> None:
    """One step of a rule on a parabola is a matrix; it shrinks if its eigenvalues do."""
    facts = on_the_page(Case(rule, share=0.5), 0.01)["problem"]
    limit, curve, beta = script("largestStable", facts, {"optimizer": rule, "batch": 0}), facts["eigenvalues"][1], 0.9

    def radius(rate: float) -> float:
        step = {  # of the pair (w, m): m <- beta m + curve w, and w less what the rule subtracts
            "gd": [[1 - rate * curve, 0], [0, 0]],
            "momentum": [[1 - rate * curve, -rate * beta], [curve, beta]],
            "nesterov": [[1 - rate * curve * (1 + beta), -rate * beta * beta], [curve, beta]],
        }[rule]
        return float(np.abs(np.linalg.eigvals(np.array(step))).max())

    assert radius(0.9999 * limit) < 1 < radius(1.0001 * limit)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"optimizer": "adam", "batch": 0}, "2/λmax is no limit for it"),
        ({"optimizer": "rmsprop", "batch": 0}, "2/λmax is no limit for it"),
        ({"optimizer": "gd", "batch": 8}, "no rate is known to be the largest stable one"),
        ({"optimizer": "adam", "batch": 8}, "no rate is known to be the largest stable one"),
    ],
)
def test_no_largest_rate_is_promised_where_none_is_known(settings: dict[str, Any], said: str) -> None:
    case = replace(Case(rate=0.01), **settings)
    assert said in on_the_page(case, 0.01)["words"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (16.8257, "16.8"),
        (-1.912, "−1.91"),
        (0.00005, "5e−5"),
        (1234567, "1.23e6"),
        (99999, "100000"),
        (5, "5"),
    ],
)
def test_numbers_are_written_for_people(value: float, text: str) -> None:
    assert script("short", value) == text
