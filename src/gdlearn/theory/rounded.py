"""Numbers that carry their rounding error: run any formula on them, and it says how wrong it may be.

Every operation keeps a value and a bound on how far a program, in whatever order it adds, may be from the exact result.
This is running error analysis (Wilkinson): each rule below is one line of algebra.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from gdlearn.arrays import FloatArray

# exp, log, tanh of the usual libraries are right to 4 units in the last place, that is 8 u; most are better.
LIBRARY = 8


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


class Rounded:
    r"""An array of values, each with a bound on its rounding error.

    Args:
        value: the values, any shape, float64.
        error: how far a computed value may be from the exact one, same shape, 0 or more; 0 for exact data.
        dtype: "float64" or "float32", the arithmetic whose rounding is bounded.

    Numerics:
        The value is computed in float64 and stands for both the exact and the computed one; products of two errors are
        kept. Underflow adds the smallest subnormal number to every product.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.3 (running error analysis).

    Examples:
        >>> third = Rounded(1.0, 0.0, "float64") / 3.0
        >>> bool(0 < third.error < 1e-16)
        True
    """

    __array_ufunc__ = None  # so that `ndarray @ Rounded` asks Rounded

    def __init__(self, value: ArrayLike, error: ArrayLike, dtype: str) -> None:
        self.value, self.dtype = np.asarray(value, dtype=np.float64), dtype
        self.error: FloatArray = np.broadcast_to(np.asarray(error, dtype=np.float64), self.value.shape)
        limits = np.finfo(dtype)
        self.u, self.tiny = float(limits.eps) / 2, float(limits.smallest_subnormal)

    @cached_property
    def size(self) -> FloatArray:
        """The largest magnitude that the computed value may have."""
        magnitude: FloatArray = np.abs(self.value) + self.error
        return magnitude

    @cached_property
    def exact(self) -> bool:
        """True if there is no error yet, so that half of the work can be left out."""
        return not self.error.any()

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the values."""
        return self.value.shape

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self.value.ndim

    @property
    def T(self) -> Self:  # noqa: N802  # the name that every array library uses
        """The transpose; nothing is rounded."""
        return self._moved(lambda a: a.T)

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, index: Any) -> Self:
        return self._moved(lambda a: a[index])

    def __add__(self, other: Any) -> Self:
        b = self._of(other)
        return self._rounded(self.value + b.value, self.error + b.error)

    def __mul__(self, other: Any) -> Self:
        b = self._of(other)
        off = np.abs(self.value) * b.error + self.error * b.size
        return self._rounded(self.value * b.value, off, self.tiny)

    def __truediv__(self, other: Any) -> Self:
        b = self._of(other)
        with np.errstate(divide="ignore", invalid="ignore"):
            value, least = self.value / b.value, np.maximum(np.abs(b.value) - b.error, 0.0)
            off = np.where(least > 0, (self.error + np.abs(value) * b.error) / least, np.inf)
        return self._rounded(value, off, self.tiny)

    def __matmul__(self, other: Any) -> Self:
        b = self._of(other)
        off: Any = 0.0 if b.exact else np.abs(self.value) @ b.error
        off = off if self.exact else off + self.error @ b.size
        terms = self.shape[-1]
        off = off + gamma(terms, self.u) * (self.size @ b.size) + terms * self.tiny
        return type(self)(self.value @ b.value, off, self.dtype)

    def __pow__(self, power: float) -> Self:
        value = self.value**power
        edge = self.size if power >= 1 else np.maximum(np.abs(self.value) - self.error, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = np.where(self.error > 0, abs(power) * edge ** (power - 1) * self.error, 0.0)
        return self._rounded(value, off, self.tiny, LIBRARY)

    def __neg__(self) -> Self:
        return self._moved(np.negative, abs)

    def __sub__(self, other: Any) -> Self:
        return self + -self._of(other)

    def __rsub__(self, other: Any) -> Self:
        return self._of(other) - self

    def __rtruediv__(self, other: Any) -> Self:
        return self._of(other) / self

    def __rmatmul__(self, other: Any) -> Self:
        return self._of(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    def __array_namespace__(self, api_version: str | None = None) -> Any:  # asked for by the standard
        from gdlearn.theory import rounded_functions

        return rounded_functions

    def _of(self, other: Any) -> Rounded:
        """A number or an array as it comes into a formula: rounded to the dtype once, like 1/n or 0.5."""
        if isinstance(other, Rounded):
            return other
        value = np.asarray(other, dtype=np.float64)
        return Rounded(value, self.u * np.abs(value), self.dtype)

    def _moved(self, change: Callable[[FloatArray], Any], on_error: Callable[[FloatArray], Any] | None = None) -> Self:
        """Values that only change their place or their sign take their errors along."""
        return type(self)(change(self.value), (on_error or change)(self.error), self.dtype)

    def _rounded(self, value: Any, off: Any, tiny: float = 0.0, roundings: int = 1) -> Self:
        """A result that was off by `off` before it was rounded itself."""
        return type(self)(value, off + gamma(roundings, self.u) * (np.abs(value) + off) + tiny, self.dtype)
