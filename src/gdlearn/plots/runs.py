"""Several runs in one picture: how each of them is drawn so that all are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from gdlearn.trajectory import Trajectory

# The first run is drawn wide and the next ones dashed on top of it, so that runs that agree are all still visible.
WIDE: dict[str, Any] = {"linewidth": 4.0, "alpha": 0.45}
DASH = 4  # the dashes of several runs take turns, so that every colour is seen


def styled(runs: Sequence[Trajectory]) -> list[tuple[Trajectory, dict[str, Any]]]:
    """Every run with the style of its line: the first one wide, the others dashed on top of it."""
    gap = max(DASH, DASH * (len(runs) - 2))
    dashed = [{"linewidth": 1.6, "linestyle": (-DASH * i, (DASH, gap))} for i in range(len(runs) - 1)]
    return list(zip(runs, [WIDE, *dashed], strict=True))


def chosen_steps(rows: int, most: int) -> NDArray[np.intp]:
    """Some of the steps 0 to rows - 1, evenly spaced on a logarithmic scale: the early ones are all there.

    Examples:
        >>> chosen_steps(rows=101, most=9)
        array([  0,   1,   2,   5,   9,  17,  31,  56, 100])
    """
    return np.unique(np.round(np.geomspace(1, rows, most)).astype(np.intp) - 1)


def over_steps(axes: Axes, title: str, ylabel: str) -> None:
    """Steps from left to right, the first ones apart: most happens there."""
    axes.set(title=title, xlabel="step", ylabel=ylabel)
    axes.set_xscale("symlog", linthresh=1)
    axes.set_xlim(left=-0.05)
