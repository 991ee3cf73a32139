"""The explorer while nothing moves: the path over the contours, the line among the data, and the loss."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn import Dataset, MeanSquaredError, Trajectory
from gdlearn.palette import DIVERGENT, EDGE, GOOD, REFERENCE, SURFACE, TOO_SMALL, WEIGHTS
from gdlearn.plots import mosaic
from gdlearn.plots.path import mark_ends
from gdlearn.plots.residuals import sample
from gdlearn.plots.surface import Window, draw_ellipses
from gdlearn.theory import least_squares

# What the page's scripts call the run, and its colour where it is not a good one.
TINTS = {"diverges": DIVERGENT, "will diverge": DIVERGENT, "swings": EDGE, "rises": EDGE, "creeps": TOO_SMALL}
SIDES = np.array([1.6, 1.0])  # of the plane: width and height
ROOM = 1.3  # how far it reaches beyond the start
POINTS = 250  # of the data
HIGHEST = 10  # times the loss at the start


def still(data: Dataset, objective: MeanSquaredError, run: Trajectory, verdict: str) -> Figure:
    """One descent in three pictures, with the labels and colours of the page's scripts.

    Args:
        data: the samples, one feature.
        objective: the loss over them.
        run: a descent on it, with the loss over all rows.
        verdict: what the page's scripts call it.
    """
    figure, axes = mosaic("aa;bc", height=5.4, height_ratios=[1.9, 1])
    tint = TINTS.get(verdict, GOOD)
    _draw_plane(axes["a"], objective, run, tint, standardised=data.scaling is not None)
    _draw_line(axes["b"], data, run)
    _draw_losses(axes["c"], objective, run, tint)
    return figure


def _draw_plane(axes: Axes, objective: MeanSquaredError, run: Trajectory, tint: str, standardised: bool) -> None:
    start, bottom = run.weights[0], least_squares(objective)
    reach = ROOM * max(np.abs(start - bottom) / SIDES) * SIDES
    shown = Window(bottom - reach, bottom + reach)
    draw_ellipses(axes, objective, shown, levels=9)
    axes.plot(*shown.inside(run.weights).T, color=tint, linewidth=1.6, marker=".", markersize=5)
    mark_ends(axes, start, bottom)
    slope, bias = "slope, per standard deviation of x", "bias, at the mean of x"
    axes.set(xlabel=slope if standardised else "slope", ylabel=bias if standardised else "bias", aspect="equal")
    axes.set(xlim=(shown.low[0], shown.high[0]), ylim=(shown.low[1], shown.high[1]))
    for place, name in ((start, "start"), (bottom, "minimum")):
        axes.annotate(name, tuple(place), xytext=(6, -13), textcoords="offset points", color=REFERENCE)


def _draw_line(axes: Axes, data: Dataset, run: Trajectory) -> None:
    x, rows = data.X[:, 0], sample(len(data), POINTS)
    if data.scaling is not None:
        x = data.scaling.mean[0] + data.scaling.std[0] * x
    axes.plot(x[rows], data.y[rows], ".", color=SURFACE, markersize=3)
    ends, (slope, bias) = np.array([x.min(), x.max()]), data.original_units(run.weights[-1])
    axes.plot(ends, slope * ends + bias, color=WEIGHTS, linewidth=2.2)
    axes.set(xlabel="x", ylabel="y", ylim=(data.y.min(), data.y.max()))


def _draw_losses(axes: Axes, objective: MeanSquaredError, run: Trajectory, tint: str) -> None:
    top = HIGHEST * run.loss[0]
    above = np.flatnonzero(~(run.loss <= top))
    rows = above[0] + 1 if len(above) else len(run)  # a loss that leaves the picture does not come back into it
    axes.plot(np.minimum(run.loss[:rows], top), color=tint, linewidth=1.6)
    axes.plot([rows - 1], np.minimum(run.loss[rows - 1], top), "o", color=tint, markersize=4, clip_on=False)
    axes.axhline(objective.loss(least_squares(objective)), color=REFERENCE, linewidth=0.9, linestyle="--")
    axes.set_yscale("log")
    axes.yaxis.minorticks_off()
    axes.set(xlabel="step", ylabel="loss", xlim=(-1, len(run)))
