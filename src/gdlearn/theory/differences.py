"""The witness that knows no calculus: the slope from two values of the loss."""

from __future__ import annotations

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends.numeric_backend import IMAGINARY_STEP, STEP
from gdlearn.backends.numeric_backend import central_differences as central_differences
from gdlearn.objectives.base import Objective
from gdlearn.theory.rounding import Rounding, unit_roundoff

DIFFERENCES = "differences"  # the method of backends whose gradient is not exact up to rounding


def central_differences_bound(objective: Objective, w: FloatArray, h: float = STEP) -> FloatArray:
    r"""How far central differences of a loss, in float64, can be from its gradient.

    Formula:
        $$\frac{B_L(w + h e_j) + B_L(w - h e_j)}{2h} + |D_h - D_{2h}|_j + u\,|H_{jj}|\,|w_j|$$

        with $B_L$ the rounding bound of the loss and $D_h$ the differences at distance $h$. The second term holds the
        error of the formula, which is three times smaller for a smooth loss and 0 for a quadratic one. The third:
        $w_j \pm h$ is rounded, so that the slope is taken a little beside $w$.

    Args:
        objective: any objective, with its data on the host.
        w: the weights, shape (p,).
        h: the distance used.

    Returns:
        The bound for every component, shape (p,), absolute.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> objective = MeanSquaredError(np.ones((4, 1)), np.full(4, 3.0))
        >>> bool(central_differences_bound(objective, np.array([1.0]))[0] < 1e-8)
        True
    """
    rounding, u = Rounding(objective, "float64"), unit_roundoff("float64")
    bound = np.abs(central_differences(objective.loss, w, h) - central_differences(objective.loss, w, 2 * h))
    for j, distance in enumerate(h * np.maximum(1.0, np.abs(w))):
        aside = np.eye(len(w))[j] * distance
        bound[j] += (rounding.loss(w + aside) + rounding.loss(w - aside)) / (2 * distance)
        bend = objective.gradient(w + aside)[j] - objective.gradient(w - aside)[j]
        bound[j] += u * abs(w[j] * bend) / (2 * distance)
    return bound


def gradient_error(method: str, rounding: Rounding, w: FloatArray) -> FloatArray:
    """How far a gradient that was got in this way may be off: rounding, and for differences the error of the method.

    Args:
        method: how it was got, as `Backend.method` says it.
        rounding: the rounding bounds of the objective.
        w: the weights, shape (p,).

    Returns:
        The bound for every component, shape (p,), absolute.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> rounding = Rounding(MeanSquaredError(np.ones((4, 1)), np.full(4, 3.0)), "float64")
        >>> by_hand, stepped = (gradient_error(m, rounding, np.ones(1)) for m in ("by hand", DIFFERENCES))
        >>> stepped / by_hand
        array([8.])
    """
    if method != DIFFERENCES:
        return rounding.gradient(w)
    if rounding.seen.analytic:  # a complex product has four real ones, and their sums are rounded again
        lost = float(np.finfo(np.float64).tiny) / IMAGINARY_STEP  # slopes too small to be seen with such a step
        return 8 * rounding.gradient(w) + lost
    return central_differences_bound(rounding.seen, w)
