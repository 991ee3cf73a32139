"""What a class got wrong, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gdlearn.palette import REFERENCE, RESIDUAL
from gdlearn.plots.style import SMALL

if TYPE_CHECKING:
    from gdlearn.exercises.grading import Count

SHOWN = 12  # bars at most
WIDE = 30  # characters of a line beside a bar


def draw_class_summary(axes: Axes, counts: Sequence[Count]) -> None:
    """The most frequent mistakes of a class, one bar for each.

    Args:
        axes: where to draw.
        counts: what `gdlearn.exercises.grading.count` gives, the most frequent first; the first twelve are shown.

    Examples:
        >>> from gdlearn.exercises.grading import Count
        >>> from gdlearn.plots import subplots
        >>> figure, axes = subplots()
        >>> draw_class_summary(axes, [Count("missing-two", "the 2 is missing", 11, 30)])
        >>> [round(bar.get_width()) for bar in axes.patches]
        [11]
    """
    shown = counts[:SHOWN]
    labels = [fill(one.title, WIDE) for one in shown]
    bars = axes.barh(range(len(shown)), [one.students for one in shown], height=0.6, color=RESIDUAL)
    axes.bar_label(bars, padding=3, fontsize=SMALL, color=REFERENCE)
    axes.set_yticks(range(len(shown)), labels, fontsize=SMALL)
    axes.invert_yaxis()
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    of = shown[0].of if shown else 0
    axes.set(title="What went wrong", xlabel=f"students, of {of}")
