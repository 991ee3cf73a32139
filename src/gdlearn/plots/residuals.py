"""The residuals: how far the prediction is from each target."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray
from gdlearn.data import Dataset, generator
from gdlearn.errors import InputError
from gdlearn.palette import REFERENCE, RESIDUAL, WEIGHTS

Rows = NDArray[np.integer]  # numbers of samples
POINTS = 40  # so many residuals can still be told apart


def draw_residuals(axes: Axes, dataset: Dataset, w: FloatArray, points: int = POINTS, seed: int = 0) -> None:
    r"""The data, the line for weights w, and every residual $r_i = x_i^\top w - y_i$ as a vertical line.

    Args:
        axes: where to draw.
        dataset: data with one feature.
        w: the weights (2,), the bias last.
        points: how many samples are shown, 1 or more; of more samples a random choice.
        seed: seed of that choice.

    Raises:
        InputError: if there is not one feature.

    Examples:
        >>> from gdlearn import line
        >>> from gdlearn.plots import subplots
        >>> figure, axes = subplots()
        >>> draw_residuals(axes, line(), np.array([5.0, 3.0]))
        >>> axes.get_title()
        'Residuals of 40 of the 1000 samples'
    """
    if len(dataset.features) != 1:
        raise InputError(f"the data have {len(dataset.features)} features; residuals from a line need 1.")
    index = sample(len(dataset), points, seed)
    x, y = dataset.X[index, 0], dataset.y[index]
    prediction = dataset.X[index] @ w
    axes.vlines(x, y, prediction, color=RESIDUAL, linewidth=1.2, label="residual")
    ends = np.array([dataset.X[:, 0].min(), dataset.X[:, 0].max()])
    axes.plot(ends, w[0] * ends + w[1], color=WEIGHTS, linewidth=2, label=equation(dataset.features[0], w))
    axes.plot(x, y, "o", color=REFERENCE, markersize=3.5, label="data")
    chosen = f"Residuals of {len(index)} of the {len(dataset)} samples"
    axes.set(title=chosen if len(index) < len(dataset) else "The residuals")
    axes.set(xlabel=dataset.features[0], ylabel=dataset.target)
    axes.legend(ncols=3)


def equation(feature: str, w: FloatArray) -> str:
    """The line for weights w (2,) as people write it.

    Examples:
        >>> equation("x", np.array([4.0, -6.5]))
        'prediction 4 x − 6.5'
    """
    return f"prediction {w[0]:.3g} {feature} {'−' if w[1] < 0 else '+'} {abs(w[1]):.3g}"


def sample(n: int, points: int, seed: int = 0) -> Rows:
    """The numbers of the rows that are shown: all n, or a random choice of so many points, in order.

    Examples:
        >>> sample(3, points=5)
        array([0, 1, 2])
    """
    if n <= points:
        return np.arange(n)
    return np.sort(generator(seed, stream=2).choice(n, points, replace=False))
