"""How far two right answers may differ: rounding has a size, and it can be computed."""

from __future__ import annotations

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.mse import MeanSquaredError


def unit_roundoff(dtype: str) -> float:
    """The largest relative error of one rounded operation, u: half of the spacing of the numbers next to 1.

    Args:
        dtype: "float64" or "float32".

    Examples:
        >>> unit_roundoff("float32") == 2.0**-24
        True
    """
    return float(np.finfo(dtype).eps) / 2


def gamma(k: int, u: float) -> float:
    r"""The largest relative error of k roundings in a row.

    Formula:
        $$\gamma_k = \frac{k u}{1 - k u}$$

    Args:
        k: the number of roundings, 0 or more.
        u: the unit roundoff.

    Returns:
        The bound; infinite once k u reaches 1 and nothing can be promised any more.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., lemma 3.1.

    Examples:
        >>> gamma(3, 0.25)
        3.0
    """
    return k * u / (1 - k * u) if k * u < 1 else float("inf")


class Rounding:
    r"""The rounding bounds of squared error in one dtype.

    They hold for every order of summation, with or without fused multiply-add, in one thread or many. They bound one
    computed result against exact arithmetic on the same data; two computed results differ by at most twice as much.

    Formula:
        The computed residual is off by at most $\Delta_i = \gamma_{p+2}\,(|X||w| + |y|)_i$. Summed over the samples:

        $$|\hat g_j - g_j| \le B_j = 2c \sum_i |x_{ij}|
          \bigl(\gamma_{n+2}\, |r_i| + (1 + \gamma_{n+2})\, \Delta_i\bigr)$$

        $$|\hat L - L| \le c \sum_i \bigl(\gamma_{n+2}\, (|r_i| + \Delta_i)^2 + 2 |r_i| \Delta_i + \Delta_i^2\bigr)$$

    Args:
        objective: squared error with its data on the host.
        dtype: "float64" or "float32", the arithmetic of the program under test. The data are rounded to it first,
            since that is what the program was given.

    Numerics:
        A few smallest subnormal numbers are added, for products that underflow.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1 (the inner product), used twice:
        along a row of X and along a column.

    Examples:
        >>> objective = MeanSquaredError(np.ones((4, 1)), np.full(4, 3.0))
        >>> rounding = Rounding(objective, "float64")
        >>> bool(0 < rounding.gradient(np.array([1.0]))[0] < 1e-14)
        True
    """

    def __init__(self, objective: MeanSquaredError, dtype: str) -> None:
        self.X, self.y = (np.asarray(a, dtype=dtype).astype(np.float64) for a in (objective.X, objective.y))
        self.abs_X, self.abs_y = np.abs(self.X), np.abs(self.y)
        self.factor, self.u = objective.factor, unit_roundoff(dtype)
        self.tiny = float(np.finfo(dtype).smallest_subnormal)
        n, p = self.X.shape
        self.along_column, self.along_row = gamma(n + 2, self.u), gamma(p + 2, self.u)

    def gradient(self, w: FloatArray) -> FloatArray:
        """The bound B of the gradient at `w` (p,), shape (p,), absolute."""
        r, off = self._residual(w)
        per_sample = self.along_column * r + (1 + self.along_column) * off
        return 2 * self.factor * (self.abs_X.T @ per_sample) + self._underflow

    def loss(self, w: FloatArray) -> float:
        """The bound of the loss at `w` (p,), absolute."""
        r, off = self._residual(w)
        squares = self.along_column * (r + off) ** 2 + (2 * r + off) * off
        return float(self.factor * squares.sum() + self._underflow)

    def _residual(self, w: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The size of every residual, and how far off it may be computed."""
        off = self.along_row * (self.abs_X @ np.abs(w) + self.abs_y) + self.X.shape[1] * self.tiny
        return np.abs(self.X @ w - self.y), off

    @property
    def _underflow(self) -> float:
        return self.tiny * (1 + 2 * self.factor * len(self.y))
