"""A mistake at work: the right run and the wrong one in one picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.mistakes.demonstration import Demonstration
from gdlearn.mistakes.run import Run
from gdlearn.palette import DIVERGENT, GOOD
from gdlearn.plots.path import mark_ends
from gdlearn.plots.runs import chosen_steps, over_steps
from gdlearn.plots.style import SMALL, subplots
from gdlearn.plots.surface import Window, around, draw_contours, draw_ellipses
from gdlearn.theory import least_squares
from gdlearn.theory.curvature import as_least_squares

TOP = 3.0  # times the loss at the start: above it a curve leaves the picture
DOTS = 15  # so many steps of a path are marked
LEVELS, GRID = 7, 50

# The right run is drawn wide, so that it is still seen where the wrong one covers it.
STYLES: tuple[dict[str, Any], ...] = (
    {"label": "right", "color": GOOD, "linewidth": 3.2, "alpha": 0.5},
    {"label": "wrong", "color": DIVERGENT, "linewidth": 1.4},
)


def draw_mistake(shown: Demonstration) -> Figure:
    r"""The loss of both programs over the steps, and beside it both paths over the contours of the loss.

    Args:
        shown: a mistake at work, with a run of three rows or more.

    Returns:
        A figure. What leaves the picture is cut there, and the title says at which step.

    Raises:
        InputError: if there is no path to draw.

    Examples:
        >>> from gdlearn.mistakes import find
        >>> from gdlearn.mistakes.demonstration import demonstrate
        >>> [axes.get_title() for axes in draw_mistake(demonstrate(find("wrong-sign"))).axes]
        ['The loss\nwrong: leaves at step 2', 'The path\nwrong: leaves at step 1']
    """
    if not shown.has_path:
        raise InputError(
            f"the mistake {shown.mistake.id} has no path to draw; take one that runs for more than two steps."
        )
    figure, (left, right) = subplots(1, 2, height=2.9)
    draw_both_losses(left, shown)
    _draw_paths(right, shown)
    handles, labels = right.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=SMALL)
    return figure


def draw_both_losses(axes: Axes, shown: Demonstration) -> None:
    """The loss of the right program and of the wrong one, over the steps.

    Args:
        axes: where to draw.
        shown: a mistake at work, with both runs.

    Examples:
        >>> from gdlearn.mistakes import find
        >>> from gdlearn.mistakes.demonstration import demonstrate
        >>> figure, axes = subplots()
        >>> draw_both_losses(axes, demonstrate(find("zero-grad")))
        >>> [line.get_label() for line in axes.get_lines()]
        ['right', 'wrong']
    """
    runs = shown.runs
    top = TOP * max(run.loss[0] for run in runs)
    leaves = [int(np.argmin(run.loss <= top)) for run in runs]  # 0 if all of it is below
    for run, last, style in zip(runs, leaves, STYLES, strict=True):
        rows = run.loss[: last + 1] if last else run.loss
        axes.plot(np.where(rows <= top, rows, 10 * top), **style)  # also what is not finite leaves the picture
    over_steps(axes, _title("The loss", leaves), "loss")
    axes.set_yscale("log")
    axes.yaxis.minorticks_off()
    axes.set_ylim(0.8 * min(run.loss[run.loss <= top].min() for run in runs), top)


def _draw_paths(axes: Axes, shown: Demonstration) -> None:
    objective, names = shown.ground.objective, shown.ground.dataset.columns
    bottom = None if as_least_squares(objective) is None else least_squares(objective)
    window = _window(shown.runs, bottom)
    if bottom is None:
        draw_contours(axes, objective, window, float(shown.runs[0].loss.min()), LEVELS, GRID)
    else:
        draw_ellipses(axes, objective, window, LEVELS)
    leaves = []
    for run, style in zip(shown.runs, STYLES, strict=True):
        rows = window.inside(run.weights)
        leaves.append(len(rows) - 1 if len(rows) < len(run) else 0)
        axes.plot(*rows.T, marker=".", markersize=4, markevery=chosen_steps(len(rows), DOTS).tolist(), **style)
    mark_ends(axes, shown.ground.start, bottom)
    axes.set(xlim=(window.low[0], window.high[0]), ylim=(window.low[1], window.high[1]))
    axes.set(xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")
    axes.set_title(_title("The path", leaves))


def _window(runs: tuple[Run, ...], bottom: FloatArray | None) -> Window:
    """What shows the bottom and every row whose loss is not above that at the start."""
    rows = [run.weights[run.loss <= max(each.loss[0] for each in runs)] for run in runs]
    points = np.vstack([*rows, *([] if bottom is None else [bottom])])
    return around(points, 0.12, least=float(0.02 * np.ptp(points, axis=0).max()) or 0.1)


def _title(name: str, leaves: list[int]) -> str:
    """The title, and at which step the wrong run leaves the picture; 0 if it does not."""
    return f"{name}\nwrong: leaves at step {leaves[1]}" if leaves[1] else name
