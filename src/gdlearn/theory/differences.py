"""The witness that knows no calculus: the slope from two values of the loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.theory.curvature import curvature
from gdlearn.theory.rounding import Rounding, unit_roundoff

# The error of the formula falls with h squared, the error of rounding grows as h shrinks: in float64 they meet here.
STEP = 1e-5


def central_differences(loss: Callable[[FloatArray], Any], w: FloatArray, h: float = STEP) -> FloatArray:
    r"""The gradient of any function, from its values alone, in float64.

    Formula:
        $$\frac{\partial L}{\partial w_j} \approx \frac{L(w + h e_j) - L(w - h e_j)}{2h}$$

    Args:
        loss: a function of the weights (p,) that returns a scalar.
        w: where the gradient is wanted, shape (p,), float64.
        h: the distance, greater than 0; for weights larger than 1 it is taken relative to the weight.

    Returns:
        The gradient, shape (p,).

    Numerics:
        Exact but for rounding on quadratic losses. Never in float32: there the difference of the two losses has no
        digits left.

    Source:
        Nocedal, Wright, Numerical Optimization, 2nd ed., equation (8.7).

    Examples:
        >>> central_differences(lambda w: w @ w, np.array([1.0, -2.0])).round(6)
        array([ 2., -4.])
    """
    w = np.asarray(w, dtype=np.float64)
    gradient = np.empty_like(w)
    for j, distance in enumerate(h * np.maximum(1.0, np.abs(w))):
        above, below = w.copy(), w.copy()
        above[j] += distance
        below[j] -= distance
        gradient[j] = (loss(above) - loss(below)) / (above[j] - below[j])
    return gradient


def central_differences_bound(objective: MeanSquaredError, w: FloatArray, h: float = STEP) -> FloatArray:
    r"""How far central differences of squared error can be from its gradient; the formula itself is exact there.

    Formula:
        $$\frac{B_L(w + h e_j) + B_L(w - h e_j)}{2h} + u\,|H_{jj}|\,|w_j|$$

        with $B_L$ the rounding bound of the loss. The second term: $w_j \pm h$ is rounded, so that the slope is taken
        a little beside $w$.

    Args:
        objective: squared error with its data on the host.
        w: the weights, shape (p,).
        h: the distance used.

    Returns:
        The bound for every component, shape (p,), absolute.

    Examples:
        >>> objective = MeanSquaredError(np.ones((4, 1)), np.full(4, 3.0))
        >>> bool(central_differences_bound(objective, np.array([1.0]))[0] < 1e-8)
        True
    """
    rounding, u = Rounding(objective, "float64"), unit_roundoff("float64")
    eigenvalues, vectors = curvature(objective)
    bound = u * (vectors**2 @ eigenvalues) * np.abs(w)
    for j, distance in enumerate(h * np.maximum(1.0, np.abs(w))):
        aside = np.eye(len(w))[j] * distance
        bound[j] += (rounding.loss(w + aside) + rounding.loss(w - aside)) / (2 * distance)
    return bound
