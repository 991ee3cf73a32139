"""What a step costs, as bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from gdlearn.benchmark.units import duration
from gdlearn.palette import REFERENCE, WEIGHTS
from gdlearn.plots.style import SMALL


def draw_costs(
    axes: Axes,
    costs: Mapping[str, float],
    floor: float | None = None,
    colours: Mapping[str, str] | None = None,
) -> None:
    """The cost of a step for each way to take it, on a logarithmic scale, and what no way can undercut.

    Args:
        axes: where to draw.
        costs: microseconds for each label, greater than 0; the first one stands on top.
        floor: microseconds, if there is something that every way has to do.
        colours: a colour for some of the labels; the others have the one of weights.

    Examples:
        >>> from gdlearn.plots import subplots
        >>> figure, axes = subplots()
        >>> draw_costs(axes, {"autograd": 36.0, "by hand": 2.9}, floor=1.4)
        >>> [float(bar.get_width()) for bar in axes.patches]
        [36.0, 2.9]
    """
    tints = [(colours or {}).get(label, WEIGHTS) for label in costs]
    axes.set_xscale("log")
    axes.barh(range(len(costs)), [*costs.values()], height=0.42, color=tints)
    words: dict[str, Any] = {"fontsize": SMALL, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.5}}
    for row, (label, cost) in enumerate(costs.items()):
        # The label stands above its bar: beside it, it would leave no room for the bars on a phone.
        axes.annotate(label, (0, row - 0.26), xycoords=("axes fraction", "data"), **words, va="bottom")
        axes.annotate(duration(cost), (cost, row), (4, 0), textcoords="offset points", **words, va="center")
    least = min([*costs.values(), floor or float("inf")])
    axes.set(xlim=(least / 3, max(costs.values()) * 5), ylim=(len(costs) - 0.5, -0.8))
    dashed: dict[str, Any] = {"color": REFERENCE, "linewidth": 1, "linestyle": (0, (4, 2)), "zorder": 0}
    if floor is not None:
        axes.axvline(floor, **dashed, label=f"floor: {duration(floor)}")
        axes.legend()
    axes.set(xlabel="microseconds for one step", yticks=[])
    axes.spines["left"].set_visible(False)
