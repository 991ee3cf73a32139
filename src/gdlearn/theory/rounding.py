"""How far two right answers may differ: rounding has a size, and it can be computed."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.base import Objective
from gdlearn.theory.rounded import Rounded


def unit_roundoff(dtype: str) -> float:
    """The largest relative error of one rounded operation, u: half of the spacing of the numbers next to 1.

    Args:
        dtype: "float64" or "float32".

    Examples:
        >>> unit_roundoff("float32") == 2.0**-24
        True
    """
    return float(np.finfo(dtype).eps) / 2


class Exact:
    """The arrays of an objective as a program of that dtype was given them: rounded once, exact from then on."""

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype

    def asarray(self, values: Any) -> Rounded:
        """Numbers with an error of 0."""
        return Rounded(np.asarray(values, dtype=self.dtype), 0.0, self.dtype)


class Seen:
    """The same numbers as plain float64 arrays: what exact arithmetic on that program's data starts from."""

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype

    def asarray(self, values: Any) -> FloatArray:
        """Rounded to the dtype once."""
        return np.asarray(values, dtype=self.dtype).astype(np.float64)


class Rounding:
    r"""The rounding bounds of any objective in one dtype.

    They hold for every order of summation, with or without fused multiply-add, in one thread or many. They bound one
    computed result against exact arithmetic on the same data; two computed results differ by at most twice as much.

    Formula:
        The formulas of the objective are run once more, on numbers that carry their error
        (`gdlearn.theory.rounded.Rounded`). For squared error that is, written out, with
        $\Delta_i = \gamma_{p+1}\,(|X||w| + |y|)_i$ for the residual:

        $$|\hat g_j - g_j| \le B_j \approx 2c \sum_i |x_{ij}| \bigl(\gamma_{n+2}\, |r_i| + \Delta_i\bigr)$$

    Args:
        objective: any objective, with its data on the host.
        dtype: "float64" or "float32", the arithmetic of the program under test. The data are rounded to it first,
            since that is what the program was given; the attribute `seen` is the objective on the rounded data.

    Source:
        The inner product: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> rounding = Rounding(MeanSquaredError(np.ones((4, 1)), np.full(4, 3.0)), "float64")
        >>> bool(0 < rounding.gradient(np.array([1.0]))[0] < 1e-14)
        True
    """

    def __init__(self, objective: Objective, dtype: str) -> None:
        self.dtype = dtype
        self.seen = objective.on(Seen(dtype))
        self.objective = objective.on(Exact(dtype))

    def gradient(self, w: FloatArray) -> FloatArray:
        """The bound B of the gradient at `w` (p,), shape (p,), absolute."""
        return self._bound(self.objective.gradient(self._weights(w)))

    def loss(self, w: FloatArray) -> float:
        """The bound of the loss at `w` (p,), absolute."""
        return float(self._bound(self.objective.loss(self._weights(w))))

    def _weights(self, w: FloatArray) -> Rounded:
        return Rounded(w, 0.0, self.dtype)

    @staticmethod
    def _bound(result: Rounded) -> FloatArray:
        bound: FloatArray = np.where(np.isnan(result.error), np.inf, result.error)
        return bound
