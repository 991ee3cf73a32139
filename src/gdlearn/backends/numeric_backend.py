"""No calculus at all: the slope from two values of the loss. The referee, when a formula and autograd disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray
from gdlearn.backends.base import check_host
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.objectives.base import Objective

# The error of the formula falls with h squared, the error of rounding grows as h shrinks: in float64 they meet here.
STEP = 1e-5
# An imaginary step loses no digits however small it is; its square has to vanish beside every weight.
IMAGINARY_STEP = 1e-20


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


def complex_step(loss: Callable[[NDArray[Any]], Any], w: FloatArray, h: float = IMAGINARY_STEP) -> FloatArray:
    r"""The gradient of a function whose formula also holds for complex numbers, right to the last digits.

    Formula:
        $$\frac{\partial L}{\partial w_j} = \frac{\operatorname{Im} L(w + i h e_j)}{h} + O(h^2)$$

    Args:
        loss: a function of the weights (p,) that returns a scalar, without |z|, max, clip or a conjugate in it.
        w: where the gradient is wanted, shape (p,), float64.
        h: the imaginary distance, greater than 0.

    Returns:
        The gradient, shape (p,).

    Numerics:
        Nothing is subtracted, so nothing cancels: only the rounding of the loss itself remains.

    Source:
        Squire, Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40 (1998).

    Examples:
        >>> complex_step(lambda w: w @ w, np.array([1.0, -2.0]))
        array([ 2., -4.])
    """
    gradient = np.empty(len(w))
    for j in range(len(w)):
        aside = np.asarray(w, dtype=np.complex128).copy()
        aside[j] += 1j * h
        gradient[j] = loss(aside).imag / h
    return gradient


@dataclass(frozen=True)
class NumericBackend(NumpyBackend):
    """Asks for the loss at places close by: an imaginary step where the objective is analytic, else one to each side.

    Args:
        dtype: always "float64": differences of float32 losses have no digits left.
        device: always "cpu".

    Raises:
        InputError: if the dtype or the device is another.

    Examples:
        >>> NumericBackend().method
        'differences'
    """

    name: ClassVar[str] = "numeric"
    method: ClassVar[str] = "differences"

    def __post_init__(self) -> None:
        """Half of the digits are lost, so there have to be enough."""
        check_host(self, dtypes=("float64",))

    def loss_and_gradient(self, objective: Objective, w: Any) -> tuple[Any, FloatArray]:
        """The loss, and its slope in every direction: 2p more losses, or p if it is analytic."""
        slopes = complex_step if objective.analytic else central_differences
        return objective.loss(w), slopes(objective.loss, w)
