"""Differences of two runs, and what rounding allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray
from gdlearn.comparison import Comparison
from gdlearn.palette import GRADIENT, WEIGHTS, colour
from gdlearn.plots.runs import over_steps
from gdlearn.plots.style import subplots

DOTS = 60  # a figure for a page: of every stretch of steps one


def draw_difference(
    axes: Axes, drifting: Sequence[Comparison], shared: Sequence[Comparison], dots: int | None = None
) -> None:
    """At every step the largest difference of two runs (dots), and what rounding allows (lines of the same colour).

    Args:
        axes: where to draw.
        drifting: comparisons of runs that went their own ways.
        shared: the same backends, with the gradients of both taken at the weights of the first run (`replay`).
        dots: show about so many steps, in every stretch the one that is closest to its bound; all if left out.

    Examples:
        >>> import gdlearn as gd
        >>> from gdlearn.plots import subplots
        >>> (figure, axes), data = subplots(), gd.line()
        >>> objective, backends = gd.MeanSquaredError(data.X, data.y), [gd.get_backend(b) for b in ("numpy", "torch")]
        >>> first, second = (gd.record(objective, [0, 0], backend, gd.GD(0.02), 9) for backend in backends)
        >>> shared = gd.replay(objective, first, backends[1])
        >>> draw_difference(axes, *([gd.compare(first, other, objective)] for other in (second, shared)))
        >>> axes.get_ylabel()
        'eps'
    """
    if len(drifting) == 1:
        kinds = [
            ("weights", drifting[0].weights, WEIGHTS),
            ("gradient at shared weights", shared[0].gradient, GRADIENT),
        ]
    else:
        kinds = [(f"gradient of {c.second.backend}", c.gradient, colour(c.second.method)) for c in shared]
    low, high = 1.0, 1.0
    for title, difference, tint in kinds:
        size, bound = (difference.in_eps(values.max(axis=1)) for values in (difference.size, difference.bound))
        # A difference of exactly 0 has no place on a logarithmic axis: those steps show no dot.
        steps = np.flatnonzero(size > 0)
        if dots is not None:
            share = np.divide(size, bound, out=np.full_like(size, np.inf), where=bound > 0)
            steps = steps[closest(steps, share[steps], dots)]
        axes.plot(steps, size[steps], ".", markersize=3, color=tint, label=title)
        finite = np.flatnonzero(np.isfinite(bound) & (bound > 0))
        axes.plot(finite, bound[finite], linewidth=2.2, color=tint, label="what rounding allows")
        low, high = min(low, size[size > 0].min(initial=1.0)), max(high, bound[finite].max(initial=1.0))
    over_steps(axes, "The difference under its bound", "eps")
    axes.set_yscale("log")
    axes.set_ylim(top=high * (high / low) ** (0.15 + 0.1 * len(kinds)))  # room for the legend
    axes.legend(ncols=2, loc="upper center", fontsize=9 if len(kinds) < 3 else 7)


def closest(steps: NDArray[np.intp], share: FloatArray, dots: int) -> NDArray[np.intp]:
    """Of every stretch of steps, all equally long on a logarithmic axis, the position where the share is largest.

    Examples:
        >>> closest(np.arange(6), np.array([0.1, 0.2, 0.3, 0.9, 0.5, 0.4]), dots=2)
        array([0, 2, 3])
    """
    stretch = np.round(dots * np.log1p(steps) / np.log1p(steps.max(initial=1)))
    order = np.lexsort((-share, stretch))
    first = np.unique(stretch[order], return_index=True)[1]
    return np.sort(order[first])


def draw_differences(pairs: Sequence[tuple[Comparison, Comparison]]) -> Figure:
    """The same descent in several precisions, side by side on one scale: differences under their bounds.

    The unit is eps, which is larger in float32: the pictures look alike because the bound knows the precision.

    Args:
        pairs: for each precision a comparison of two runs that went their own ways, and one at shared weights.

    Returns:
        A figure with one picture for each pair.

    Examples:
        >>> import gdlearn as gd
        >>> data, pairs = gd.line(), []
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> for dtype in ("float64", "float32"):
        ...     numpy, torch = (gd.get_backend(name, dtype) for name in ("numpy", "torch"))
        ...     first, second = (gd.record(objective, [0, 0], backend, gd.GD(0.02), 9) for backend in (numpy, torch))
        ...     others = second, gd.replay(objective, first, torch)
        ...     pairs.append(tuple(gd.compare(first, other, objective) for other in others))
        >>> [axes.get_title() for axes in draw_differences(pairs).axes]
        ['float64', 'float32']
    """
    figure, grid = subplots(1, len(pairs), height=3.4, sharey=True, squeeze=False)
    for axes, (drifting, shared) in zip(grid[0], pairs, strict=True):
        draw_difference(axes, [drifting], [shared], DOTS)
        axes.set_title(drifting.first.dtype)
        handles, labels = axes.get_legend_handles_labels()
        axes.get_legend().remove()
    for axes in grid[0, 1:]:
        axes.set_ylabel("")
    seen = np.concatenate([line.get_ydata() for axes in grid[0] for line in axes.lines])
    grid[0, 0].set_ylim(seen.min() / 3, seen.max() * 3)
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure
