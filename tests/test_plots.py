"""What a picture shows is what the data are."""

from __future__ import annotations

import ast
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

import gdlearn as gd
from gdlearn import palette, plots
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.plots.difference import closest
from gdlearn.plots.residuals import sample
from gdlearn.plots.surface import Window, draw_contours, draw_ellipses, window
from gdlearn.theory import largest_stable_learning_rate, least_squares
from gdlearn.trajectory import Trajectory

DATA = gd.line()
OBJECTIVE = gd.MeanSquaredError(DATA.X, DATA.y)
LARGEST = largest_stable_learning_rate(OBJECTIVE)
BOTTOM = least_squares(OBJECTIVE)
START = gd.starting_weights(2)


def descend(optimizer: gd.Optimizer, steps: int = 40, objective: gd.Objective = OBJECTIVE) -> Trajectory:
    return gd.record(objective, START, gd.get_backend("numpy"), optimizer, steps)


def lines(axes: Axes) -> dict[str, Line2D]:
    return {str(line.get_label()): line for line in axes.get_lines()}


def test_every_residual_is_a_line_from_the_prediction_to_the_target() -> None:
    axes, w = plots.subplots()[1], np.array([4.0, 6.0])
    plots.draw_residuals(axes, DATA, w, points=25)
    (collection,) = (c for c in axes.collections if isinstance(c, LineCollection))
    segments = np.array(collection.get_segments())
    assert segments.shape == (25, 2, 2)
    dots = np.column_stack(lines(axes)["data"].get_data())
    np.testing.assert_array_equal(segments[:, 0], dots)
    ones = np.column_stack([dots[:, 0], np.ones(25)])
    np.testing.assert_allclose(segments[:, 1, 1], ones @ w, rtol=1e-15)
    assert {tuple(dot) for dot in dots} <= set(zip(DATA.X[:, 0].tolist(), DATA.y.tolist(), strict=True))
    line = lines(axes)["prediction 4 x + 6"]
    np.testing.assert_allclose(np.asarray(line.get_ydata()), 4 * np.asarray(line.get_xdata()) + 6)


def test_all_samples_are_shown_where_they_are_few_and_some_are_drawn_by_the_seed_where_they_are_many() -> None:
    axes, few = plots.subplots()[1], gd.line(n=7)
    plots.draw_residuals(axes, few, np.array([4.0, -6.0]))
    assert axes.get_title() == "The residuals"
    np.testing.assert_array_equal(lines(axes)["data"].get_ydata(), few.y)
    assert "prediction 4 x − 6" in lines(axes)
    assert (sample(1000, 40) == sample(1000, 40)).all()
    assert (sample(1000, 40) != sample(1000, 40, seed=1)).any()
    assert len(set(sample(1000, 40).tolist())) == 40


def test_residuals_need_one_feature() -> None:
    data = gd.Dataset.from_arrays([[1.0, 2.0], [2.0, 5.0]], [1.0, 2.0])
    with pytest.raises(gd.InputError, match="2 features"):
        plots.draw_residuals(plots.subplots()[1], data, np.zeros(3))


def test_fewer_points_and_dots_of_the_same_picture_for_a_page() -> None:
    fit, path = plots.subplots(2)[1]
    run = descend(gd.GD(0.02), steps=500)
    plots.draw_fit(fit, DATA, OBJECTIVE, [run], points=100)
    assert len(np.asarray(fit.collections[0].get_offsets())) == 100
    plots.draw_path(path, [run], OBJECTIVE, DATA.columns, BOTTOM, dots=20)
    line = lines(path)[run.label]
    np.testing.assert_array_equal(np.column_stack(line.get_data()), run.weights)
    marked = line.get_markevery()
    assert isinstance(marked, list)
    assert marked[:3] == [0, 1, 2]
    assert marked[-1] == 500
    assert len(marked) <= 20


@pytest.mark.parametrize("scaled", [False, True])
def test_the_loss_is_the_same_all_along_an_ellipse(scaled: bool) -> None:
    data = DATA.standardise() if scaled else DATA
    objective, axes = gd.MeanSquaredError(data.X, data.y), plots.subplots()[1]
    draw_ellipses(axes, objective, Window(least_squares(objective) - 5, least_squares(objective) + 5), levels=6)
    ellipses = [patch for patch in axes.patches if isinstance(patch, Ellipse)]
    heights = []
    for ellipse in ellipses:
        turn, angle = np.linspace(0, 2 * np.pi, 50), np.radians(ellipse.get_angle())
        rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        half = np.array([ellipse.get_width(), ellipse.get_height()]) / 2
        points = np.asarray(ellipse.get_center()) + (np.column_stack([np.cos(turn), np.sin(turn)]) * half) @ rotation.T
        losses = np.array([objective.loss(w) for w in points])
        np.testing.assert_allclose(losses, losses[0], rtol=1e-9)
        heights.append(losses[0] - objective.loss(least_squares(objective)))
    assert len(heights) == 6
    np.testing.assert_allclose(np.diff(np.log(heights)), np.log(heights[1] / heights[0]), rtol=1e-6)


def test_contours_are_refused_where_there_are_none() -> None:
    flat = gd.MeanSquaredError(np.array([[1.0, 1.0], [2.0, 2.0]]), np.zeros(2))
    axes, shown = plots.subplots()[1], Window(-np.ones(2), np.ones(2))
    with pytest.raises(gd.InputError, match="flat in one direction"):
        draw_ellipses(axes, flat, shown)
    three = gd.MeanSquaredError(np.eye(3), np.zeros(3))
    with pytest.raises(gd.InputError, match="3 weights"):
        draw_ellipses(axes, three, shown)
    with pytest.raises(gd.InputError, match="3 weights"):
        draw_contours(axes, three, shown, lowest=0.0)


def test_a_divergent_path_does_not_make_the_window_larger() -> None:
    good, bad = (descend(gd.GD(share * LARGEST)) for share in (0.5, 1.5))
    alone, both = window([good], BOTTOM), window([good, bad], BOTTOM)
    np.testing.assert_array_equal(alone, both)
    left = both.inside(bad.weights)
    assert ((left[:-1] >= both.low) & (left[:-1] <= both.high)).all()
    assert not ((left[-1] >= both.low) & (left[-1] <= both.high)).all()
    np.testing.assert_array_equal(both.inside(good.weights), good.weights)


def test_rates_say_their_share_of_the_largest_stable_one_and_what_happens() -> None:
    shares = (0.05, 0.5, 1.0, 1.2)
    figure = plots.draw_rates([descend(gd.GD(share * LARGEST)) for share in shares], OBJECTIVE, DATA.columns)
    grid = np.array(figure.axes).reshape(4, 2)
    titles = [axes.get_title() for axes in grid[::2].ravel()]
    assert [title.splitlines()[0] for title in titles[:3]] == ["too small", "good", "at the edge"]
    assert titles[3].startswith("divergent, leaves at step ")
    for title, share in zip(titles, shares, strict=True):
        assert title.endswith(f"η = {share * LARGEST:.3g}, {100 * share:.0f} % of the largest")
    assert len({axes.get_xlim() + axes.get_ylim() for axes in grid[::2].ravel()}) == 1
    assert len({axes.get_ylim() for axes in grid[1::2].ravel()}) == 1


def test_the_loss_of_a_rate_is_drawn_under_its_path() -> None:
    runs = [descend(gd.GD(share * LARGEST)) for share in (0.5, 1.2, 0.7)]
    figure = plots.draw_rates(runs, OBJECTIVE, DATA.columns)
    grid = np.array(figure.axes).reshape(4, 2)
    np.testing.assert_array_equal(grid[1, 0].lines[0].get_ydata(), runs[0].loss)
    np.testing.assert_array_equal(np.column_stack(grid[0, 0].lines[0].get_data()), runs[0].weights)
    cut = np.asarray(grid[1, 1].lines[0].get_ydata())
    np.testing.assert_array_equal(cut, runs[1].loss[: len(cut)])
    assert cut[-2] <= 10 * runs[1].loss[0] < cut[-1]
    assert grid[3, 0].get_title() == f"loss {runs[2].loss[-1]:.3g} after 40 steps"
    assert not grid[2, 1].axison  # three rates leave one place empty


def test_a_valley_names_its_condition_number_and_is_drawn_in_true_proportion() -> None:
    valleys = {}
    for title, data in (("before", DATA), ("after", DATA.standardise())):
        objective = gd.MeanSquaredError(data.X, data.y)
        valleys[title] = descend(gd.GD(0.02), objective=objective), objective
    for axes, (title, (run, objective)) in zip(
        plots.draw_valleys(valleys, DATA.columns).axes, valleys.items(), strict=True
    ):
        eigenvalues = np.linalg.eigvalsh(2 / len(objective) * objective.X.T @ objective.X)
        kappa = eigenvalues[1] / eigenvalues[0]
        assert axes.get_title() == f"{title}\nκ = {kappa:.3g}"
        assert axes.get_aspect() == 1
        principal = [np.column_stack(line.get_data()) for line in axes.lines[:2]]
        lengths = [np.linalg.norm(np.diff(ends, axis=0)) for ends in principal]
        np.testing.assert_allclose(lengths[0] / lengths[1], np.sqrt(kappa), rtol=1e-8)
        assert abs(np.diff(principal[0], axis=0)[0] @ np.diff(principal[1], axis=0)[0]) < 1e-9
        np.testing.assert_array_equal(np.column_stack(lines(axes)["descent"].get_data()), run.weights)


def test_in_a_race_every_rule_has_its_own_colour_on_the_path_and_on_the_loss() -> None:
    runs = [descend(rule(0.01)) for rule in OPTIMIZERS.values()]
    paths, losses = plots.draw_race(runs, OBJECTIVE, DATA.columns, BOTTOM).axes
    names = [type(run.optimizer).__name__ for run in runs]
    assert len({lines(losses)[name].get_color() for name in names}) == len(OPTIMIZERS)
    for name, run in zip(names, runs, strict=True):
        assert lines(paths)[name].get_color() == lines(losses)[name].get_color() == palette.RULES[name]
        np.testing.assert_array_equal(lines(losses)[name].get_ydata(), run.loss)
        drawn = np.column_stack(lines(paths)[name].get_data())
        np.testing.assert_array_equal(drawn, run.weights[: len(drawn)])


def test_a_race_on_a_loss_that_is_not_quadratic_has_contours_too() -> None:
    data = DATA.as_classes(2)
    objective = gd.Logistic(data.X, data.y)
    run = descend(gd.GD(0.01), objective=objective)
    paths = plots.draw_race([run], objective, data.columns, run.weights[-1]).axes[0]
    assert paths.collections


def test_differences_of_two_precisions_share_one_scale_and_hide_no_dot_above_its_bound() -> None:
    pairs = []
    for dtype in ("float64", "float32"):
        numpy, torch = (gd.get_backend(name, dtype) for name in ("numpy", "torch"))
        first, second = (gd.record(OBJECTIVE, START, backend, gd.GD(0.02), 300) for backend in (numpy, torch))
        shared = gd.compare(first, gd.replay(OBJECTIVE, first, torch), OBJECTIVE)
        pairs.append((gd.compare(first, second, OBJECTIVE), shared))
    figure = plots.draw_differences(pairs)
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    for axes, (drifting, _) in zip(figure.axes, pairs, strict=True):
        dots, bound = axes.lines[:2]
        steps, sizes = (np.asarray(values) for values in dots.get_data())
        size, allowed = (
            drifting.weights.in_eps(v.max(axis=1)) for v in (drifting.weights.size, drifting.weights.bound)
        )
        np.testing.assert_array_equal(sizes, size[steps])
        np.testing.assert_array_equal(bound.get_ydata(), allowed[allowed > 0])
        assert len(steps) < np.count_nonzero(size)
        share = np.divide(size, allowed, out=np.zeros_like(size), where=allowed > 0)
        assert int(share.argmax()) in steps  # thinned out, but not where it is closest


def test_bars_are_as_long_as_the_costs_and_the_floor_is_below_all() -> None:
    axes, costs = plots.subplots()[1], {"slow": 36.3, "fast": 2.86, "faster": 1.09}
    plots.draw_costs(axes, costs, floor=1.0, colours={"slow": palette.AUTOGRAD})
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [*costs.values()]
    assert [text.get_text() for text in axes.texts] == ["slow", "36.3 µs", "fast", "2.86 µs", "faster", "1.09 µs"]
    assert lines(axes)["floor: 1 µs"].get_xdata() == [1.0, 1.0]
    assert mpl.colors.to_hex(axes.patches[0].get_facecolor()) == palette.AUTOGRAD
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first one on top


def test_the_look_changes_no_setting_of_matplotlib_and_needs_no_pyplot() -> None:
    before = dict(mpl.rcParams)
    plots.animate_descent(DATA, OBJECTIVE, descend(gd.GD(0.02)))
    assert dict(mpl.rcParams) == before
    for file in Path(plots.__file__).parent.glob("*.py"):
        imported = [n.module for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.ImportFrom)]
        assert "matplotlib.pyplot" not in imported


def test_powers_of_ten_are_text_in_our_look_and_legends_stand_under_the_picture() -> None:
    figure, axes = plots.subplots()
    plots.draw_loss(axes, [descend(gd.GD(0.02), steps=200)])
    figure.draw_without_rendering()
    labels = [label.get_text() for axis in (axes.xaxis, axes.yaxis) for label in axis.get_ticklabels(which="both")]
    assert {"0", "1", "10", "10²"} <= set(labels)
    assert not any("$" in label for label in labels)
    assert axes.get_legend().get_window_extent().y1 < axes.xaxis.label.get_window_extent().y0


@pytest.mark.parametrize("excess", [3, 57, 911])
def test_a_single_step_above_its_bound_is_never_thinned_out(excess: int) -> None:
    share = np.full(1000, 0.1)
    share[excess] = 1.5
    kept = closest(np.arange(1000), share, dots=20)
    assert excess in kept
    assert len(kept) <= 21
