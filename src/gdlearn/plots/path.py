"""The weights on their way down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from gdlearn.arrays import FloatArray
from gdlearn.objectives import Objective
from gdlearn.palette import REFERENCE, colour
from gdlearn.plots.runs import chosen_steps, over_steps, styled
from gdlearn.plots.surface import around, draw_contours
from gdlearn.trajectory import Trajectory


def draw_path(
    axes: Axes,
    runs: Sequence[Trajectory],
    objective: Objective,
    names: Sequence[str],
    bottom: FloatArray | None = None,
    dots: int | None = None,
) -> None:
    """Two weights: the path over the contours of the loss. More: every weight at every step.

    Args:
        axes: where to draw.
        runs: one or more trajectories, from the same start.
        objective: what was minimised.
        names: the names of the p weights.
        bottom: the weights (p,) at the minimum, if they are known.
        dots: mark about so many steps, more of the early ones; all if left out.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.plots import subplots
        >>> (figure, axes), data = subplots(), gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), 9)
        >>> draw_path(axes, [run], objective, data.columns)
        >>> axes.get_xlabel(), axes.get_ylabel()
        ('weight of x', 'weight of bias')
    """
    if objective.size != 2:
        for run, style in styled(runs):
            axes.plot(run.weights, color=colour(run.method), **style)
            axes.plot([], [], label=run.label, color=colour(run.method), **style)
        over_steps(axes, "The weights", "weight")
        axes.legend()
        return
    shown = runs[0].weights if bottom is None else np.vstack([runs[0].weights, bottom])
    draw_contours(axes, objective, around(shown), lowest=min(objective.loss(w) for w in shown))
    for run, style in styled(runs):
        marks = {} if dots is None else {"markevery": chosen_steps(len(run), dots).tolist()}
        axes.plot(*run.weights.T, label=run.label, color=colour(run.method), marker=".", markersize=3, **style, **marks)
    mark_ends(axes, runs[0].weights[0], bottom)
    axes.set(title="The path over the contours of the loss")
    axes.set(xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")
    axes.legend()


def mark_ends(axes: Axes, start: FloatArray, bottom: FloatArray | None) -> None:
    """A circle at the start (2,), and a cross at the minimum (2,), if it is known."""
    axes.plot(*start, "o", color=REFERENCE, markersize=6, fillstyle="none", label="start")
    if bottom is not None:
        axes.plot(*bottom, "+", color=REFERENCE, markersize=11, markeredgewidth=2, label="minimum")
