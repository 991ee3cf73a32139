"""All pictures of an experiment on one page: what `gdlearn compare --out` writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from gdlearn.experiment import Experiment
from gdlearn.palette import colour
from gdlearn.plots.difference import draw_difference
from gdlearn.plots.fit import draw_fit
from gdlearn.plots.loss import draw_loss
from gdlearn.plots.path import draw_path
from gdlearn.plots.runs import WIDE
from gdlearn.summary import describe
from gdlearn.theory import least_squares
from gdlearn.trajectory import Trajectory


def draw_experiment(result: Experiment) -> Figure:
    """All four pictures of an experiment on one page.

    Args:
        result: an experiment of two or more backends.

    Returns:
        A figure of 11 by 8 inches; `save_figure` writes it.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.experiment import experiment
        >>> data, backends = gd.line(), [gd.get_backend("numpy"), gd.get_backend("torch")]
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> figure = draw_experiment(experiment(data, objective, [0, 0], backends, gd.GD(0.02), 10))
        >>> [axes.get_title() for axes in figure.axes][1:]
        ['The loss', 'The path over the contours of the loss', 'The difference under its bound']
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
