"""The condition number as the shape of a valley."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn.objectives import Objective
from gdlearn.palette import GRADIENT, WEIGHTS
from gdlearn.plots.path import mark_ends
from gdlearn.plots.style import SMALL, subplots
from gdlearn.plots.surface import Window, draw_ellipses
from gdlearn.theory import condition_number, curvature, least_squares
from gdlearn.trajectory import Trajectory


def draw_valley(axes: Axes, run: Trajectory, objective: Objective, names: Sequence[str]) -> None:
    r"""The contours of a quadratic loss in true proportion, the descent on them, and their principal axes.

    Formula:
        The contours are ellipses around $w^*$. Their half axes point along the eigenvectors of $H$, and their lengths
        are as $1 / \sqrt{\lambda_i}$, so the longer one is $\sqrt\kappa$ times the shorter. The two axes that are
        drawn are those of one contour.

    Args:
        axes: where to draw; one unit is made as long upwards as sideways.
        run: a descent on `objective`.
        objective: a quadratic objective of two weights.
        names: the names of the two weights.

    Examples:
        >>> import gdlearn as gd
        >>> (figure, axes), data = subplots(), gd.line().standardise()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.1), 20)
        >>> draw_valley(axes, run, objective, data.columns)
        >>> axes.get_title()
        'κ = 1'
    """
    bottom, start = least_squares(objective), run.weights[0]
    size = 1.2 * float(np.abs(run.weights[run.loss <= run.loss[0]] - bottom).max()) or 1.0
    draw_ellipses(axes, objective, Window(bottom - size, bottom + size), levels=9)
    eigenvalues, vectors = curvature(objective)
    half = 0.9 * size * np.sqrt(eigenvalues[0] / eigenvalues) * vectors  # one half axis in each column
    for k, label in ((0, "principal axes"), (1, None)):
        ends = np.column_stack([bottom - half[:, k], bottom + half[:, k]])
        axes.plot(*ends, color=GRADIENT, linewidth=1, linestyle=(0, (3, 2)), label=label)
    axes.plot(*run.weights.T, color=WEIGHTS, linewidth=1.4, marker=".", markersize=4, label="descent")
    mark_ends(axes, start, bottom)
    axes.set(title=f"κ = {condition_number(objective):.3g}", aspect="equal")
    axes.set(xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")


def draw_valleys(valleys: Mapping[str, tuple[Trajectory, Objective]], names: Sequence[str]) -> Figure:
    r"""Several valleys side by side: before and after scaling.

    Args:
        valleys: for each title a descent and the quadratic objective of two weights that it descended on.
        names: the names of the two weights.

    Returns:
        A figure with one valley for each title, and its condition number under the title.

    Examples:
        >>> import gdlearn as gd
        >>> valleys = {}
        >>> for title, data in {"as they came": gd.line(), "standardised": gd.line().standardise()}.items():
        ...     objective = gd.MeanSquaredError(data.X, data.y)
        ...     run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), 20)
        ...     valleys[title] = run, objective
        >>> [axes.get_title() for axes in draw_valleys(valleys, ("x", "bias")).axes]
        ['as they came\nκ = 156', 'standardised\nκ = 1']
    """
    figure, grid = subplots(1, len(valleys), height=3.5, squeeze=False)
    for axes, (title, (run, objective)) in zip(grid[0], valleys.items(), strict=True):
        draw_valley(axes, run, objective, names)
        axes.set_title(f"{title}\n{axes.get_title()}")
    handles, labels = grid[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=SMALL)
    return figure
