"""The loss, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from gdlearn.palette import REFERENCE, colour
from gdlearn.plots.runs import over_steps, styled
from gdlearn.trajectory import Trajectory


def draw_loss(axes: Axes, runs: Sequence[Trajectory], smallest: float | None = None) -> None:
    """The loss at every step, and the smallest loss that there is, if it is known.

    Args:
        axes: where to draw.
        runs: one or more trajectories.
        smallest: the loss at the minimum, in the unit of the loss.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.plots import subplots
        >>> (figure, axes), data = subplots(), gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> draw_loss(axes, [gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), 9)])
        >>> axes.get_yscale()
        'log'
    """
    for run, style in styled(runs):
        axes.plot(run.loss, label=run.label, color=colour(run.method), **style)
    if smallest is not None:
        axes.axhline(smallest, color=REFERENCE, linewidth=1, label="smallest loss")
    over_steps(axes, "The loss", "loss")
    if min(run.loss.min() for run in runs) > 0:
        axes.set_yscale("log")
    axes.legend()
