from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

import gdlearn as gd
from gdlearn.experiment import Experiment, experiment
from gdlearn.explanation import explain
from gdlearn.objectives.base import DataObjective
from gdlearn.palette import AUTOGRAD, BY_HAND, COLOURS
from gdlearn.plots import draw_experiment, save_figure
from gdlearn.summary import summary
from gdlearn.theory import Rounding, curvature, largest_stable_learning_rate, least_squares
from gdlearn.trajectory import milestones
from tests.conftest import make_problem
from tests.problems import OBJECTIVES, make_objective

PNG = b"\x89PNG\r\n\x1a\n"


def run_line(dtype: str = "float64", steps: int = 1000, rate: float = 0.02) -> Experiment:
    data = gd.line()
    objective = gd.MeanSquaredError(data.X, data.y)
    backends = [gd.get_backend(name, dtype=dtype) for name in ("numpy", "torch")]
    return experiment(data, objective, gd.starting_weights(2), backends, gd.GD(rate), steps)


@pytest.fixture(scope="module")
def result() -> Experiment:
    return run_line()


def test_the_course_problem_agrees_in_both_precisions(dtype: str) -> None:
    result = run_line(dtype)
    assert result.agree
    assert list(result.checks) == [
        "torch: weights, every step",
        "torch: gradient, shared weights",
        "torch: loss, shared weights",
        "central differences: gradient",
        "closed form: weights",
    ]
    assert all(0 < check.share <= 1 for check in result.checks.values())


def test_the_recovered_line_is_the_least_squares_line(result: Experiment) -> None:
    lines = result.lines()
    assert list(lines) == ["true", "least squares", "numpy (by hand)", "torch (autograd)"]
    slope_intercept = np.polyfit(result.dataset.X[:, 0], result.dataset.y, 1)
    np.testing.assert_allclose(lines["least squares"], slope_intercept, rtol=1e-10)
    # What is left after 1000 steps: the distance at the start, shrunk by the slowest factor.
    slowest = 1 - 0.02 * np.linalg.eigvalsh(2 / 1000 * result.dataset.X.T @ result.dataset.X)[0]
    allowed = slowest**1000 * np.linalg.norm(result.runs[0].weights[0] - lines["least squares"])
    assert np.linalg.norm(lines["numpy (by hand)"] - lines["least squares"]) <= 1.001 * allowed


def test_standardised_features_end_in_the_units_of_the_data() -> None:
    data = gd.line().standardise()
    objective = gd.MeanSquaredError(data.X, data.y)
    result = experiment(data, objective, gd.starting_weights(2), [gd.get_backend("numpy")], gd.GD(0.4), 100)
    expected = np.polyfit(gd.line().X[:, 0], data.y, 1)
    np.testing.assert_allclose(result.lines()["numpy (by hand)"], expected, rtol=1e-9)


def test_the_summary_is_plain_json_with_every_number_and_version(result: Experiment) -> None:
    numbers = json.loads(json.dumps(summary(result), allow_nan=False))
    assert numbers["agree"] is True
    assert numbers["settings"]["optimizer"] == {"type": "GD", "learning_rate": 0.02}
    assert numbers["theory"]["largest_stable_learning_rate"] == largest_stable_learning_rate(result.objective)
    assert [row["step"] for row in numbers["rows"]] == [t for t in milestones(1000) for _ in result.runs]
    assert numbers["rows"][-1]["weights"] == result.runs[1].weights[-1].tolist()
    assert set(numbers["checks"]) == set(result.checks)
    assert numbers["versions"]["numpy"] == np.__version__


def test_infinite_numbers_become_null() -> None:
    objective, start = make_problem(3, 5)  # fewer samples than weights: flat directions
    data = gd.Dataset.from_arrays(objective.X[:, :-1], objective.y)
    rate = 0.5 * largest_stable_learning_rate(objective)
    result = experiment(data, objective, start, [gd.get_backend("numpy")], gd.GD(rate), 5)
    json.dumps(summary(result), allow_nan=False)


def test_too_large_a_learning_rate_is_refused_with_the_step_and_the_largest_stable_one() -> None:
    with pytest.raises(gd.InputError, match=r"diverges: the loss rises above its start at step \d+ .* is 0\.0281"):
        run_line(rate=0.03)


def test_a_rate_above_the_edge_is_compared_where_it_does_no_harm() -> None:
    """A start in the flat direction: there is nothing in the steep one that could grow, for a few steps."""
    data = gd.line()
    objective = gd.MeanSquaredError(data.X, data.y)
    start = least_squares(objective) + curvature(objective).vectors[:, 0]
    result = experiment(data, objective, start, [gd.get_backend("numpy")], gd.GD(0.0285), steps=5)
    assert result.agree


def test_data_too_large_for_the_precision_are_refused_with_what_to_do() -> None:
    data = gd.Dataset.from_arrays([[1e25], [2e25]], [-1e25, -2e25])
    objective = gd.MeanSquaredError(data.X, data.y)
    rate = 0.5 * largest_stable_learning_rate(objective)
    with pytest.raises(gd.InputError, match="these numbers are too large for float32; standardise"):
        experiment(data, objective, np.ones(2), [gd.get_backend("numpy", "float32")], gd.GD(rate), 5)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_has_its_figure_and_its_numbers(name: str, tmp_path: Path) -> None:
    objective, start = make_objective(name)
    data = gd.Dataset.from_arrays(objective_data(objective).X[:, :-1], objective_data(objective).y)
    backends = [gd.get_backend(b) for b in ("numpy", "torch", "tape")]
    result = experiment(data, objective, start, backends, gd.GD(0.01), 10)
    assert result.agree
    save_figure(draw_experiment(result), tmp_path / "a.png")
    json.dumps(summary(result), allow_nan=False)


def objective_data(objective: gd.Objective) -> DataObjective:
    inner = objective.objective if isinstance(objective, gd.L2) else objective
    assert isinstance(inner, DataObjective)
    return inner


def test_explained_parts_add_up_to_the_gradient(dtype: str) -> None:
    objective, w = make_problem(12, 3)
    w = np.asarray(w, dtype=dtype).astype(float)
    rounding = Rounding(objective, dtype)
    for name in ("numpy", "torch"):
        view = explain(objective, w, gd.get_backend(name, dtype=dtype), gd.GD(0.01), rows=12)
        # Each part is a gradient of its own, rounded apart: twice the bound of one gradient holds both sides.
        assert (np.abs(view.parts.sum(axis=0) - view.gradient) <= 2 * rounding.gradient(w)).all()
        assert (np.abs(view.prediction - view.residual - objective.y) <= np.abs(objective.y) * 1e-6 + 1e-6).all()
        assert (view.delta == np.asarray(0.01, dtype) * view.gradient.astype(dtype)).all()


def test_an_explained_step_is_the_step_of_the_descent() -> None:
    objective, start = make_problem(12, 3)
    for name in ("numpy", "torch"):
        backend = gd.get_backend(name)
        run = gd.record(objective, start, backend, gd.GD(0.01), steps=4)
        view = explain(objective, run.weights[3], backend, gd.GD(0.01), rows=2)
        assert view.loss == run.loss[3]
        assert (view.gradient == run.gradient[3]).all()
        assert (view.after == run.weights[4]).all()


def drawn(axes: Axes) -> set[str]:
    return set(axes.get_legend_handles_labels()[1])


def test_the_figure_shows_what_it_names_in_the_colours_of_the_methods(result: Experiment) -> None:
    figure = draw_experiment(result)
    fit, loss, path, apart = figure.axes
    both = {"numpy (by hand)", "torch (autograd)"}
    assert both < drawn(fit)
    assert both | {"smallest loss"} == drawn(loss)
    assert both | {"start", "minimum"} == drawn(path)
    assert drawn(apart) == {"weights", "gradient at shared weights", "what rounding allows"}
    curves = {line.get_label(): line for line in loss.get_lines()}
    assert curves["numpy (by hand)"].get_color() == COLOURS["by hand"] == BY_HAND
    assert curves["torch (autograd)"].get_color() == COLOURS["autograd"] == AUTOGRAD
    np.testing.assert_array_equal(curves["torch (autograd)"].get_ydata(), result.runs[1].loss)


@pytest.mark.parametrize("d", [1, 2, 9])
def test_a_figure_can_be_drawn_for_any_number_of_features(d: int, tmp_path: Path) -> None:
    objective, start = make_problem(30, d)
    data = gd.Dataset.from_arrays(objective.X[:, :-1], objective.y)
    rate = 0.5 * largest_stable_learning_rate(objective)
    for names in (["numpy"], ["numpy", "torch"]):
        backends = [gd.get_backend(name) for name in names]
        save_figure(draw_experiment(experiment(data, objective, start, backends, gd.GD(rate), 5)), tmp_path / "a.png")
        assert (tmp_path / "a.png").read_bytes().startswith(PNG)
