"""Trajectories as pictures: the line, the loss, the path, and the difference under its bound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray
from gdlearn.atomic import atomic_write
from gdlearn.comparison import Comparison
from gdlearn.data import Dataset
from gdlearn.experiment import Experiment
from gdlearn.objectives import Objective
from gdlearn.palette import GRADIENT, REFERENCE, SURFACE, WEIGHTS, colour
from gdlearn.summary import describe
from gdlearn.theory import least_squares
from gdlearn.trajectory import Trajectory

# The first run is drawn wide and the next ones dashed on top of it, so that runs that agree are all still visible.
WIDE: dict[str, Any] = {"linewidth": 4.0, "alpha": 0.45}
DASH = 4  # the dashes of several runs take turns, so that every colour is seen


def draw_fit(axes: Axes, dataset: Dataset, objective: Objective, runs: Sequence[Trajectory]) -> None:
    """The data and the prediction at the end of every run; with several features, predictions against targets."""
    X, y = dataset.X, dataset.y
    if X.shape[1] == 2:
        axes.set_title("The data and what was fitted")
        x = np.linspace(X[:, 0].min(), X[:, 0].max(), 200)
        grid = np.column_stack([x, np.ones_like(x)])
        for run, style in _styled(runs):
            curves = np.asarray(objective.predict(run.weights[-1], grid)).reshape(len(x), -1)
            axes.plot(x, curves, label=[run.label] + [None] * (curves.shape[1] - 1), color=colour(run.method), **style)
        if curves.shape[1] == 1:
            axes.scatter(X[:, 0], y, s=6, color=SURFACE, label="data", rasterized=True, zorder=0)
        ylabel = dataset.target if curves.shape[1] == 1 else "probability of each class"
        axes.set(xlabel=dataset.features[0] + _unit(dataset), ylabel=ylabel)
    else:
        predictions = [np.asarray(objective.predict(run.weights[-1])) for run in runs]
        of_classes = predictions[0].ndim > 1
        if of_classes:
            predictions = [p[np.arange(len(y)), y.astype(int)] for p in predictions]
        else:
            axes.plot([y.min(), y.max()], [y.min(), y.max()], color=REFERENCE, linewidth=1, label="prediction = target")
        for run, values, size in zip(runs, predictions, np.linspace(26, 6, len(runs)), strict=True):
            axes.scatter(y, values, s=size, color=colour(run.method), alpha=0.35, label=run.label)
        ylabel = "probability of the target" if of_classes else "prediction"
        axes.set(title="Predictions and targets", xlabel=f"target: {dataset.target}", ylabel=ylabel)
    axes.legend()


def draw_loss(axes: Axes, runs: Sequence[Trajectory], smallest: float | None = None) -> None:
    """The loss at every step, and the smallest loss that there is, if it is known."""
    for run, style in _styled(runs):
        axes.plot(run.loss, label=run.label, color=colour(run.method), **style)
    if smallest is not None:
        axes.axhline(smallest, color=REFERENCE, linewidth=1, label="smallest loss")
    _over_steps(axes, "The loss", "loss")
    if min(run.loss.min() for run in runs) > 0:
        axes.set_yscale("log")
    axes.legend()


def draw_path(
    axes: Axes,
    runs: Sequence[Trajectory],
    objective: Objective,
    names: Sequence[str],
    bottom: FloatArray | None = None,
) -> None:
    """Two weights: the path over the contours of the loss. More: every weight at every step."""
    if objective.size != 2:
        for run, style in _styled(runs):
            axes.plot(run.weights, color=colour(run.method), **style)
            axes.plot([], [], label=run.label, color=colour(run.method), **style)
        _over_steps(axes, "The weights", "weight")
        axes.legend()
        return
    _draw_contours(axes, objective, runs[0].weights if bottom is None else np.vstack([runs[0].weights, bottom]))
    for run, style in _styled(runs):
        axes.plot(*run.weights.T, label=run.label, color=colour(run.method), marker=".", markersize=3, **style)
    axes.plot(*runs[0].weights[0], "o", color=REFERENCE, markersize=6, fillstyle="none", label="start")
    if bottom is not None:
        axes.plot(*bottom, "+", color=REFERENCE, markersize=11, markeredgewidth=2, label="minimum")
    axes.set(title="The path over the contours of the loss")
    axes.set(xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")
    axes.legend()


def _draw_contours(axes: Axes, objective: Objective, around: FloatArray) -> None:
    margin = 0.15 * np.ptp(around, axis=0) + 0.1
    low, high = around.min(axis=0) - margin, around.max(axis=0) + margin
    grid = np.meshgrid(*(np.linspace(low[j], high[j], 90) for j in (0, 1)))
    surface = np.array([objective.loss(w) for w in np.stack(grid, axis=-1).reshape(-1, 2)]).reshape(grid[0].shape)
    smallest = min(surface.min(), min(objective.loss(w) for w in around))
    levels = smallest + (surface.max() - smallest) * np.geomspace(3e-4, 0.9, 12)
    axes.contour(*grid, surface, levels=levels, colors=SURFACE, linewidths=0.8)


def draw_difference(axes: Axes, drifting: Sequence[Comparison], shared: Sequence[Comparison]) -> None:
    """At every step the largest difference of two runs (dots), and what rounding allows (lines of the same colour)."""
    if len(drifting) == 1:
        kinds = [
            ("weights", drifting[0].weights, WEIGHTS),
            ("gradient at shared weights", shared[0].gradient, GRADIENT),
        ]
    else:
        kinds = [(f"gradient of {c.second.backend}", c.gradient, colour(c.second.method)) for c in shared]
    low, high = 1.0, 1.0
    for title, difference, tint in kinds:
        size, bound = (difference.in_eps(values.max(axis=1)) for values in (difference.size, difference.bound))
        steps = np.arange(len(size))
        # A difference of exactly 0 has no place on a logarithmic axis: those steps show no dot.
        axes.plot(steps[size > 0], size[size > 0], ".", markersize=3, color=tint, label=title)
        finite = np.isfinite(bound) & (bound > 0)
        axes.plot(steps[finite], bound[finite], linewidth=2.2, color=tint, label="what rounding allows")
        low, high = min(low, size[size > 0].min(initial=1.0)), max(high, bound[finite].max(initial=1.0))
    _over_steps(axes, "The difference under its bound", "eps")
    axes.set_yscale("log")
    axes.set_ylim(top=high * (high / low) ** (0.15 + 0.1 * len(kinds)))  # room for the legend
    axes.legend(ncols=2, loc="upper center", fontsize=9 if len(kinds) < 3 else 7)


def _over_steps(axes: Axes, title: str, ylabel: str) -> None:
    axes.set(title=title, xlabel="step", ylabel=ylabel)
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=-0.05)


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
    bottom = least_squares(result.objective) if result.quadratic else None
    draw_fit(axes[0, 0], result.dataset, result.objective, result.runs)
    draw_loss(axes[0, 1], result.runs, None if bottom is None else float(result.objective.loss(bottom)))
    draw_path(axes[1, 0], result.runs, result.objective, result.names, bottom)
    if result.comparisons:
        draw_difference(axes[1, 1], result.comparisons, result.shared)
    else:
        axes[1, 1].set_axis_off()
    if len(result.runs) > 2:  # one legend for all: in every picture it would hide what it explains
        _legend_below(figure, axes, result.runs)
    figure.suptitle(f"{result.dataset.title}\n{describe(result.objective)}, {describe(result.optimizer)}", fontsize=11)
    return figure


def _legend_below(figure: Figure, axes: NDArray[Any], runs: Sequence[Trajectory]) -> None:
    """Move the entries of the runs out of the pictures into one legend under them."""
    labels = {run.label for run in runs}
    for ax in axes.flat[:3]:
        entries = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
        rest = {label: handle for label, handle in entries.items() if label not in labels}
        ax.get_legend().remove()
        if rest:
            ax.legend(rest.values(), rest.keys())
    widths: list[dict[str, Any]] = [WIDE, *[{"linewidth": 2.0}] * (len(runs) - 1)]
    handles = [Line2D([], [], color=colour(run.method), **w) for run, w in zip(runs, widths, strict=True)]
    figure.legend(handles, [run.label for run in runs], loc="outside lower center", ncols=min(3, len(runs)))


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure in the format of its suffix (`.png`, `.svg`, `.pdf`), whole or not at all."""
    with atomic_write(path) as file:
        figure.savefig(file, format=path.suffix[1:], dpi=150)


def _styled(runs: Sequence[Trajectory]) -> list[tuple[Trajectory, dict[str, Any]]]:
    gap = max(DASH, DASH * (len(runs) - 2))
    dashed = [{"linewidth": 1.6, "linestyle": (-DASH * i, (DASH, gap))} for i in range(len(runs) - 1)]
    return list(zip(runs, [WIDE, *dashed], strict=True))


def _unit(dataset: Dataset) -> str:
    return "" if dataset.scaling is None else " (standardised)"
