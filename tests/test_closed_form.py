"""Every step at once: the trajectory in closed form is the one that the loop walks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.objectives import L2, Logistic
from gdlearn.theory import curvature, exact_trajectory, exact_trajectory_bound, largest_stable_learning_rate
from tests.problems import make_objective


@pytest.mark.parametrize("name", ["mse", "ridge"])
@pytest.mark.parametrize("rate", [0.02, gd.StepDecay(0.03, every=50, factor=0.5), gd.Cosine(0.03, steps=300)])
def test_the_leap_lands_where_the_loop_arrives_at_every_step(name: str, rate: Any) -> None:
    objective, start = make_objective(name)
    walked = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(rate), 300)
    leapt = gd.leap(objective, start, gd.GD(rate), 300)
    assert len(leapt) == 301
    verdict = gd.compare(walked, leapt, objective)
    assert verdict.agree, str(verdict)


def test_the_leap_is_the_exact_trajectory_of_the_theory() -> None:
    objective, start = make_objective("mse")
    leapt = gd.leap(objective, start, gd.GD(0.02), 500)
    apart = np.abs(leapt.weights - exact_trajectory(objective, start, 0.02, 500)).max()
    assert apart <= 2 * exact_trajectory_bound(objective, start, 0.02, 500)


def test_where_rounding_stops_the_loop_the_leap_goes_on() -> None:
    objective, start = make_objective("mse")
    leapt = gd.leap(objective, start, gd.GD(0.02), 20_000)
    walked = gd.record(objective, start, gd.get_backend("numpy"), gd.GD(0.02), 20_000)
    stuck, still_going = (np.linalg.norm(run.gradient[-1]) for run in (walked, leapt))
    assert 0 < still_going < 1e-3 * stuck
    flattest = 1 - 0.02 * curvature(objective).eigenvalues[0]  # the last direction that is left shrinks by this factor
    assert np.isclose(still_going / np.linalg.norm(leapt.gradient[-101]), flattest**100, rtol=1e-9)


def test_of_a_million_rows_it_needs_p_plus_1() -> None:
    data = gd.line(n=100_000)
    objective = L2(gd.MeanSquaredError(data.X, data.y), 0.1)
    few = L2(gd.MeanSquaredError(data.X, data.y).compressed(), 0.1)
    rate = 0.5 * largest_stable_learning_rate(objective)
    verdict = gd.compare(
        gd.leap(objective, [1.0, 2.0], gd.GD(rate), 50), gd.leap(few, [1.0, 2.0], gd.GD(rate), 50), objective
    )
    assert verdict.agree, str(verdict)


def test_a_rate_that_is_too_large_diverges_and_the_overflow_is_the_last_row() -> None:
    objective, start = make_objective("mse")
    leapt = gd.leap(objective, start, gd.GD(10.0), 1000)
    assert leapt.outcome is gd.Outcome.DIVERGED
    assert len(leapt) < 1001
    assert np.isfinite(leapt.loss[:-1]).all()
    assert not np.isfinite(leapt.loss[-1])


def test_no_step_is_the_start_itself() -> None:
    objective, start = make_objective("mse")
    leapt = gd.leap(objective, start, gd.GD(0.02), 0)
    assert len(leapt) == 1
    assert (leapt.weights[0] == start).all()


def test_it_is_saved_and_loaded_as_any_trajectory(tmp_path: Any) -> None:
    objective, start = make_objective("mse")
    leapt = gd.leap(objective, start, gd.GD(0.02), 3)
    leapt.save(tmp_path / "leap.npz")
    again = gd.Trajectory.load(tmp_path / "leap.npz")
    assert again.label == "leap (closed form)"
    assert (again.weights == leapt.weights).all()


def test_what_has_no_closed_form_is_refused_in_a_sentence() -> None:
    objective, start = make_objective("mse")
    with pytest.raises(gd.InputError, match="Adam has no closed form"):
        gd.leap(objective, start, gd.Adam(0.1), 3)  # type: ignore[arg-type]
    with pytest.raises(gd.InputError, match="start has 1 weights; the objective needs 2"):
        gd.leap(gd.MeanSquaredError(np.ones((2, 2)), np.ones(2)), [1.0], gd.GD(0.1), 3)
    with pytest.raises(gd.InputError, match="steps"):
        gd.leap(objective, start, gd.GD(0.1), -1)
    labels = Logistic(np.ones((2, 1)), np.array([0.0, 1.0]))
    with pytest.raises(gd.InputError, match="differs from place to place"):
        gd.leap(labels, [0.0], gd.GD(0.1), 3)
