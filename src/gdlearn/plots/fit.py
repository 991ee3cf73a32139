"""The data, and the prediction that a descent ended with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from gdlearn.data import Dataset
from gdlearn.objectives import Objective
from gdlearn.palette import REFERENCE, SURFACE, colour
from gdlearn.plots.residuals import Rows, sample
from gdlearn.plots.runs import styled
from gdlearn.trajectory import Trajectory


def draw_fit(
    axes: Axes, dataset: Dataset, objective: Objective, runs: Sequence[Trajectory], points: int | None = None
) -> None:
    """The data and the prediction at the end of every run; with several features, predictions against targets.

    Args:
        axes: where to draw.
        dataset: the data.
        objective: what was minimised, on these data.
        runs: one or more trajectories.
        points: how many samples are shown, of more samples a random choice; all if left out.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.plots import subplots
        >>> (figure, axes), data = subplots(), gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> draw_fit(axes, data, objective, [gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), 9)])
        >>> axes.get_legend_handles_labels()[1]
        ['numpy (by hand)', 'data']
    """
    rows = sample(len(dataset), len(dataset) if points is None else points)
    if dataset.X.shape[1] == 2:
        _draw_curves(axes, dataset, objective, runs, rows)
    else:
        _draw_predictions(axes, dataset, objective, runs, rows)
    axes.legend()


def _draw_curves(axes: Axes, dataset: Dataset, objective: Objective, runs: Sequence[Trajectory], rows: Rows) -> None:
    X, y = dataset.X, dataset.y
    axes.set_title("The data and what was fitted")
    x = np.linspace(X[:, 0].min(), X[:, 0].max(), 200)
    grid = np.column_stack([x, np.ones_like(x)])
    for run, style in styled(runs):
        curves = np.asarray(objective.predict(run.weights[-1], grid)).reshape(len(x), -1)
        axes.plot(x, curves, label=[run.label] + [None] * (curves.shape[1] - 1), color=colour(run.method), **style)
    if curves.shape[1] == 1:
        axes.scatter(X[rows, 0], y[rows], s=6, color=SURFACE, label="data", zorder=0)
    ylabel = dataset.target if curves.shape[1] == 1 else "probability of each class"
    axes.set(xlabel=dataset.features[0] + _unit(dataset), ylabel=ylabel)


def _draw_predictions(
    axes: Axes, dataset: Dataset, objective: Objective, runs: Sequence[Trajectory], rows: Rows
) -> None:
    y = dataset.y
    predictions = [np.asarray(objective.predict(run.weights[-1])) for run in runs]
    of_classes = predictions[0].ndim > 1
    if of_classes:
        predictions = [p[np.arange(len(y)), y.astype(int)] for p in predictions]
    else:
        axes.plot([y.min(), y.max()], [y.min(), y.max()], color=REFERENCE, linewidth=1, label="prediction = target")
    for run, values, size in zip(runs, predictions, np.linspace(26, 6, len(runs)), strict=True):
        axes.scatter(y[rows], values[rows], s=size, color=colour(run.method), alpha=0.35, label=run.label)
    ylabel = "probability of the target" if of_classes else "prediction"
    axes.set(title="Predictions and targets", xlabel=f"target: {dataset.target}", ylabel=ylabel)


def _unit(dataset: Dataset) -> str:
    return "" if dataset.scaling is None else " (standardised)"
