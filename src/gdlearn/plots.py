"""Trajectories as pictures: the line, the loss, the path, and the difference under its bound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn.atomic import atomic_write
from gdlearn.comparison import Comparison
from gdlearn.data import Dataset
from gdlearn.experiment import Experiment
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.palette import GRADIENT, REFERENCE, SURFACE, WEIGHTS, colour
from gdlearn.theory import least_squares
from gdlearn.trajectory import Trajectory

# The first run is drawn wide and the next ones dashed on top of it, so that runs that agree are all still visible.
STYLES = ({"linewidth": 4.0, "alpha": 0.45}, {"linewidth": 1.6, "linestyle": (0, (4, 3))})


def draw_fit(axes: Axes, dataset: Dataset, runs: Sequence[Trajectory]) -> None:
    """The data and the line at the end of every run; with several features, the predictions against the targets."""
    X, y = dataset.X, dataset.y
    axes.set_title("The data and the fitted line" if X.shape[1] == 2 else "Predictions and targets")
    if X.shape[1] == 2:
        axes.scatter(X[:, 0], y, s=6, color=SURFACE, label="data", rasterized=True)
        ends = np.array([X[:, 0].min(), X[:, 0].max()])
        for run, style in _styled(runs):
            slope, bias = run.weights[-1]
            axes.plot(ends, slope * ends + bias, label=run.label, color=colour(run.method), **style)
        axes.set(xlabel=dataset.features[0] + _unit(dataset), ylabel=dataset.target)
    else:
        axes.plot([y.min(), y.max()], [y.min(), y.max()], color=REFERENCE, linewidth=1, label="prediction = target")
        for run, size in zip(runs, range(26, 0, -18), strict=False):
            axes.scatter(y, X @ run.weights[-1], s=size, color=colour(run.method), alpha=0.35, label=run.label)
        axes.set(xlabel=f"target: {dataset.target}", ylabel="prediction")
    axes.legend()


def draw_loss(axes: Axes, runs: Sequence[Trajectory], objective: MeanSquaredError) -> None:
    """The loss at every step, and the smallest loss that there is."""
    for run, style in _styled(runs):
        axes.plot(run.loss, label=run.label, color=colour(run.method), **style)
    smallest = objective.loss(least_squares(objective))
    axes.axhline(smallest, color=REFERENCE, linewidth=1, label="least squares")
    axes.set(title="The loss", xlabel="step", ylabel=f"loss ({objective.convention})", yscale="log")
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=-0.05)
    axes.legend()


def draw_path(axes: Axes, runs: Sequence[Trajectory], objective: MeanSquaredError, names: Sequence[str]) -> None:
    """Two weights: the path over the contours of the loss. More: every weight at every step."""
    if objective.size != 2:
        for run, style in _styled(runs):
            axes.plot(run.weights, color=colour(run.method), **style)
            axes.plot([], [], label=run.label, color=colour(run.method), **style)
        axes.set(title="The weights", xlabel="step", ylabel="weight")
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(left=-0.05)
        axes.legend()
        return
    bottom = least_squares(objective)
    corners = np.vstack([runs[0].weights, bottom])
    margin = 0.15 * np.ptp(corners, axis=0) + 0.1
    low, high = corners.min(axis=0) - margin, corners.max(axis=0) + margin
    grid = np.meshgrid(*(np.linspace(low[j], high[j], 90) for j in (0, 1)))
    surface = np.array([objective.loss(w) for w in np.stack(grid, axis=-1).reshape(-1, 2)]).reshape(grid[0].shape)
    smallest = objective.loss(bottom)
    levels = smallest + (surface.max() - smallest) * np.geomspace(3e-4, 0.9, 12)
    axes.contour(*grid, surface, levels=levels, colors=SURFACE, linewidths=0.8)
    for run, style in _styled(runs):
        axes.plot(*run.weights.T, label=run.label, color=colour(run.method), marker=".", markersize=3, **style)
    axes.plot(*runs[0].weights[0], "o", color=REFERENCE, markersize=6, fillstyle="none", label="start")
    axes.plot(*bottom, "+", color=REFERENCE, markersize=11, markeredgewidth=2, label="least squares")
    axes.set(
        title="The path over the contours of the loss", xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}"
    )
    axes.legend()


def draw_difference(axes: Axes, comparison: Comparison, shared: Comparison) -> None:
    """At every step the largest difference of two runs (dots), and what rounding allows (lines of the same colour)."""
    kinds = {"weights": (comparison.weights, WEIGHTS), "gradient at shared weights": (shared.gradient, GRADIENT)}
    top = 1.0
    for title, (difference, tint) in kinds.items():
        size, bound = (difference.in_eps(values.max(axis=1)) for values in (difference.size, difference.bound))
        steps = np.arange(len(size))
        # A difference of exactly 0 has no place on a logarithmic axis: those steps show no dot.
        axes.plot(steps[size > 0], size[size > 0], ".", markersize=3, color=tint, label=title)
        axes.plot(steps[bound > 0], bound[bound > 0], linewidth=2.2, color=tint, label="what rounding allows")
        top = max(top, bound.max())
    axes.set(title="The difference under its bound", xlabel="step", ylabel="eps", yscale="log")
    axes.set_ylim(top=top * 1e3)  # room for the legend
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=-0.05)
    axes.legend(ncols=2, loc="upper center", fontsize=9)


def draw_experiment(result: Experiment) -> Figure:
    """All four pictures of an experiment on one page.

    Args:
        result: an experiment of two or more backends.

    Returns:
        A figure of 11 by 8 inches; `figure.savefig` writes it.
    """
    figure = Figure(figsize=(11, 8), layout="constrained")
    axes = figure.subplots(2, 2)
    for ax in axes.flat:
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=9)
    draw_fit(axes[0, 0], result.dataset, result.runs)
    draw_loss(axes[0, 1], result.runs, result.objective)
    draw_path(axes[1, 0], result.runs, result.objective, result.dataset.columns)
    if result.comparisons:
        draw_difference(axes[1, 1], result.comparisons[0], result.shared[0])
    else:
        axes[1, 1].set_axis_off()
    figure.suptitle(result.dataset.title + f", learning rate {result.optimizer.learning_rate:.4g}", fontsize=11)
    return figure


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure in the format of its suffix (`.png`, `.svg`, `.pdf`), whole or not at all."""
    with atomic_write(path) as file:
        figure.savefig(file, format=path.suffix[1:], dpi=150)


def _styled(runs: Sequence[Trajectory]) -> list[tuple[Trajectory, dict[str, Any]]]:
    return [(run, dict(STYLES[min(i, len(STYLES) - 1)])) for i, run in enumerate(runs)]


def _unit(dataset: Dataset) -> str:
    return "" if dataset.scaling is None else " (standardised)"
