"""Several update rules on one valley, from one start."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from gdlearn.arrays import FloatArray
from gdlearn.objectives import Objective
from gdlearn.palette import REFERENCE, rule_colour
from gdlearn.plots.path import mark_ends
from gdlearn.plots.runs import over_steps
from gdlearn.plots.style import SMALL, subplots
from gdlearn.plots.surface import draw_contours, draw_ellipses, window
from gdlearn.trajectory import Trajectory

# Colours of one family are close; its second rule is dashed.
DASHED = ("Nesterov", "RMSProp", "AdamW")


def draw_race(runs: Sequence[Trajectory], objective: Objective, names: Sequence[str], bottom: FloatArray) -> Figure:
    """The paths of several rules over the contours of one loss, and under them their losses.

    Args:
        runs: one trajectory for each rule, from the same start.
        objective: what all of them minimised; two weights.
        names: the names of the two weights.
        bottom: the weights (2,) at the minimum.

    Returns:
        A figure, paths above, losses below, one colour for each rule.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.theory import least_squares
        >>> data, rules = gd.line().standardise(), [gd.GD(0.1), gd.Adam(0.5)]
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> runs = [gd.record(objective, [0, 0], gd.get_backend("numpy"), rule, 20) for rule in rules]
        >>> figure = draw_race(runs, objective, data.columns, least_squares(objective))
        >>> [text.get_text() for text in figure.legends[0].get_texts()]
        ['GD', 'Adam', 'start', 'minimum']
    """
    figure, (paths, losses) = subplots(2, height=6.4, height_ratios=[1.5, 1])
    shown, smallest = window(runs, bottom), float(objective.loss(bottom))
    if objective.quadratic:
        draw_ellipses(paths, objective, shown)
    else:
        draw_contours(paths, objective, shown, smallest, levels=8, grid=50)
    for run in runs:
        name = type(run.optimizer).__name__
        dash = (0, (4, 1.5)) if name in DASHED else "solid"
        for axes, line in ((paths, shown.inside(run.weights).T), (losses, (range(len(run)), run.loss))):
            axes.plot(*line, color=rule_colour(run.optimizer), linewidth=1.6, linestyle=dash, label=name)
    mark_ends(paths, runs[0].weights[0], bottom)
    paths.set(title="The paths", xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")
    paths.set(xlim=(shown.low[0], shown.high[0]), ylim=(shown.low[1], shown.high[1]))
    losses.axhline(smallest, color=REFERENCE, linewidth=0.8)
    over_steps(losses, "The losses", "loss")
    losses.set_yscale("log")
    losses.set_ylim(0.8 * smallest if smallest > 0 else None, 2 * runs[0].loss[0])
    handles, labels = paths.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=SMALL)
    return figure
