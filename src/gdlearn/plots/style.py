"""The look that the pictures of the course share: small type, two spines, legends under the picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatterSciNotation, NullFormatter
from matplotlib.transforms import ScaledTranslation

from gdlearn.atomic import atomic_write

WIDTH = 5.0  # inches: still read on a phone, where a figure is shown at three quarters of its size
TITLE, TEXT, SMALL = 10.5, 9.5, 9.0  # points
BELOW = 34 / 72  # inches between the picture and its legend: ticks and the name of the axis are in between
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Powers(LogFormatterSciNotation):
    """Powers of ten as letters of the text, so that they can be shown in any font.

    Examples:
        >>> powers = Powers()
        >>> powers.create_dummy_axis(minpos=0.1)
        >>> [powers(value) for value in (0.001, 1, 10, 1e5)]
        ['10⁻³', '1', '10', '10⁵']
    """

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of the tick at x, empty where there is none."""
        label = re.sub(r"\$\\mathdefault\{(.*)\}\$", r"\1", super().__call__(x, pos)).replace(r"\times", "×")
        label = re.sub(r"10\^\{(.*)\}", lambda power: "10" + power[1].translate(RAISED), label)
        return {"10⁰": "1", "10¹": "10"}.get(label, label)


class Quiet(Axes):
    """Axes that bring the look with them, so that the functions that draw need not know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spines[["top", "right"]].set_visible(False)
        self.tick_params(labelsize=SMALL)
        for axis in (self.xaxis, self.yaxis):
            axis.label.set_fontsize(TEXT)

    def set_title(self, label: str, *args: Any, **kwargs: Any) -> Any:
        """A title of the size of this look."""
        return super().set_title(label, *args, **{"fontsize": TITLE} | kwargs)

    def set_xscale(self, value: Any, **kwargs: Any) -> None:
        """A scale whose powers of ten are text."""
        super().set_xscale(value, **kwargs)
        self._write_powers(value, self.xaxis)

    def set_yscale(self, value: Any, **kwargs: Any) -> None:
        """A scale whose powers of ten are text."""
        super().set_yscale(value, **kwargs)
        self._write_powers(value, self.yaxis)

    def legend(self, *args: Any, **kwargs: Any) -> Any:
        """A legend under the picture, without a frame, wherever else it was asked for."""
        figure = self.get_figure(root=True)
        assert figure is not None  # axes without a figure cannot be made
        under = self.transAxes + ScaledTranslation(0, -BELOW, figure.dpi_scale_trans)
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "bbox_transform": under, "borderaxespad": 0}
        look = {"fontsize": SMALL, "frameon": False, "columnspacing": 1.2}
        return super().legend(*args, **{"ncols": 2} | kwargs | place | look)

    @staticmethod
    def _write_powers(scale: Any, axis: Any) -> None:
        if scale in ("log", "symlog"):
            axis.set_major_formatter(Powers())
            axis.set_minor_formatter(Powers(labelOnlyBase=False) if scale == "log" else NullFormatter())


def subplots(
    rows: int = 1, columns: int = 1, height: float = 3.2, width: float = WIDTH, **grid: Any
) -> tuple[Figure, Any]:
    """A figure with axes in the look of the course: `pyplot.subplots` without pyplot.

    Args:
        rows: how many pictures stand under each other, 1 or more.
        columns: how many stand side by side, 1 or more.
        height: of the whole figure, in inches.
        width: of the whole figure, in inches.
        grid: what `Figure.subplots` takes: `sharey`, `height_ratios`, ...

    Returns:
        The figure, and one `Axes` or an array of them.

    Examples:
        >>> figure, axes = subplots(columns=2)
        >>> axes.shape
        (2,)
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, subplot_kw={"axes_class": Quiet}, **grid)


def mosaic(pattern: str, height: float, width: float = WIDTH, **grid: Any) -> tuple[Figure, dict[str, Axes]]:
    """The same where the pictures are not all of one size.

    Args:
        pattern: rows of letters, one letter for each picture: `"ab;cc"`.
        height: of the whole figure, in inches.
        width: of the whole figure, in inches.
        grid: what `Figure.subplot_mosaic` takes: `height_ratios`, ...

    Returns:
        The figure, and the axes by their letters.

    Examples:
        >>> sorted(mosaic("ab;cc", height=4)[1])
        ['a', 'b', 'c']
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplot_mosaic(pattern, subplot_kw={"axes_class": Quiet}, **grid)


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure in the format of its suffix (`.png`, `.svg`, `.pdf`), whole or not at all."""
    with atomic_write(path) as file:
        figure.savefig(file, format=path.suffix[1:], dpi=150)
