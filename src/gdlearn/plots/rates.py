"""One descent at several learning rates: too small, good, at the edge, divergent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn.arrays import FloatArray
from gdlearn.objectives import Objective
from gdlearn.palette import DIVERGENT, EDGE, GOOD, REFERENCE, TOO_SMALL
from gdlearn.plots.path import mark_ends
from gdlearn.plots.runs import chosen_steps
from gdlearn.plots.style import SMALL, subplots
from gdlearn.plots.surface import Window, draw_ellipses, window
from gdlearn.theory import largest_stable_learning_rate, least_squares
from gdlearn.trajectory import Trajectory

DOTS = 20  # so many steps are marked
SLOW, NEAR = 0.1, 0.95  # shares of the largest stable rate; between them a rate is called good


def verdict(share: float) -> tuple[str, str]:
    r"""What a learning rate does on a quadratic loss, in words, and the colour for it.

    Formula:
        In the steepest direction the distance to the minimum is multiplied by $1 - \eta\lambda_{\max}$ in every step:
        by $1 - 2s$ at a share $s$ of the largest stable rate. Near $s = 0$ hardly anything happens, near $s = 1$ it
        changes its sign and hardly shrinks, and above 1 it grows.

    Args:
        share: the learning rate divided by the largest stable one, greater than 0.

    Examples:
        >>> [verdict(share)[0] for share in (0.01, 0.5, 1.0, 1.1)]
        ['too small', 'good', 'at the edge', 'divergent']
    """
    if share > 1 + 1e-9:  # a rate that is meant to be the largest stable one may be rounded upwards
        return "divergent", DIVERGENT
    if share >= NEAR:
        return "at the edge", EDGE
    return ("good", GOOD) if share >= SLOW else ("too small", TOO_SMALL)


def draw_rates(runs: Sequence[Trajectory], objective: Objective, names: Sequence[str]) -> Figure:
    """For each learning rate the path over the contours, and under it the loss; all on the same scales.

    Args:
        runs: gradient descents from one start, one for each rate; two by two they fill the rows.
        objective: what all of them minimised; quadratic, with two weights.
        names: the names of the two weights.

    Returns:
        A figure, two rates side by side. A path that leaves the picture is cut there, and its title says at which step.

    Examples:
        >>> import gdlearn as gd
        >>> data, numpy = gd.line(), gd.get_backend("numpy")
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> largest = largest_stable_learning_rate(objective)
        >>> runs = [gd.record(objective, [0, 0], numpy, gd.GD(share * largest), 40) for share in (0.5, 1.1)]
        >>> figure = draw_rates(runs, objective, data.columns)
        >>> print(figure.axes[0].get_title())
        good
        η = 0.014, 50 % of the largest
    """
    largest, bottom = largest_stable_learning_rate(objective), least_squares(objective)
    shown, smallest = window(runs, bottom), float(objective.loss(bottom))
    pairs = -(-len(runs) // 2)
    figure, grid = subplots(2 * pairs, 2, height=4.3 * pairs, height_ratios=[1.5, 1] * pairs, squeeze=False)
    for k, run in enumerate(runs):
        rate = run.optimizer.rate(0)  # type: ignore[attr-defined]  # of gradient descent
        words, tint = verdict(rate / largest)
        path, loss = grid[2 * (k // 2) : 2 * (k // 2) + 2, k % 2]
        draw_ellipses(path, objective, shown, levels=6)
        _draw_path(path, shown, run.weights, bottom, tint)
        rows = len(shown.inside(run.weights))
        leaves = f", leaves at step {rows - 1}" if rows < len(run) else ""
        share = f"η = {rate:.3g}, {100 * rate / largest:.0f} % of the largest"
        path.set_title(f"{words}{leaves}\n{share}", color=tint, fontsize=SMALL)
        path.set(xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}" if k % 2 == 0 else "")
        _draw_loss(loss, run, smallest, tint)
        loss.set(xlabel="step", ylabel="loss" if k % 2 == 0 else "", xlim=(0, max(map(len, runs)) - 1))
        loss.set_title(f"loss {run.loss[-1]:.3g} after {len(run) - 1} steps", fontsize=SMALL)
    if len(runs) % 2:
        for axes in grid[-2:, 1]:
            axes.set_axis_off()
    return figure


def _draw_path(axes: Axes, shown: Window, weights: FloatArray, bottom: FloatArray, tint: str) -> None:
    rows = shown.inside(weights)
    dots = chosen_steps(len(rows), DOTS).tolist()
    axes.plot(*rows.T, color=tint, linewidth=1.2, marker=".", markersize=4, markevery=dots)
    mark_ends(axes, weights[0], bottom)
    axes.set(xlim=(shown.low[0], shown.high[0]), ylim=(shown.low[1], shown.high[1]))


def _draw_loss(axes: Axes, run: Trajectory, smallest: float, tint: str) -> None:
    top = 10 * run.loss[0]
    outside = np.flatnonzero(~(run.loss <= top))
    rows = outside[0] + 1 if len(outside) else len(run)
    axes.plot(run.loss[:rows], color=tint, linewidth=1.6)
    axes.axhline(smallest, color=REFERENCE, linewidth=0.8)
    axes.set_yscale("log")
    axes.yaxis.minorticks_off()
    axes.set_ylim(0.7 * smallest if smallest > 0 else None, top)
