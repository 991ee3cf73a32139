"""What one pass over the rows tells: how many there are, and the mean, spread and range of every column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray, frozen
from gdlearn.scaling import Scaling, check_scales


@dataclass(frozen=True, eq=False)
class Survey:
    r"""The rows seen so far, column by column; the sum of two surveys is that of the rows of both.

    Formula:
        $$\mu = \mu_a + \delta\, \frac{n_b}{n}, \qquad S = S_a + S_b + \delta^2\, \frac{n_a n_b}{n},
          \qquad \delta = \mu_b - \mu_a$$

    Attributes:
        n: the number of rows.
        mean: the mean of every column, shape (k,).
        squares: the sum of the squared distances from that mean, shape (k,).
        low: the smallest values, shape (k,).
        high: the largest values, shape (k,).

    Numerics:
        Nothing cancels: the difference of the sum of squares and the square of the sum never occurs.

    Source:
        Chan, Golub, LeVeque, Algorithms for Computing the Sample Variance, The American Statistician 37, 1983,
        equation (2.1).

    Examples:
        >>> rows = np.array([[1.0], [2.0], [6.0]])
        >>> both = Survey.of(rows[:1]) + Survey.of(rows[1:])
        >>> both.n, both.mean, both.squares
        (3, array([3.]), array([14.]))
    """

    n: int
    mean: FloatArray
    squares: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, rows: Any) -> Survey:
        """That of rows in memory, shape (m, k)."""
        mean = rows.mean(axis=0)
        squares = np.square(rows - mean).sum(axis=0)
        return cls(len(rows), mean, squares, rows.min(axis=0), rows.max(axis=0))

    def __add__(self, other: Survey) -> Survey:
        n, apart = self.n + other.n, other.mean - self.mean
        return replace(
            self,
            n=n,
            mean=self.mean + apart * (other.n / n),
            squares=self.squares + other.squares + apart**2 * (self.n * other.n / n),
            low=np.minimum(self.low, other.low),
            high=np.maximum(self.high, other.high),
        )

    def scaling(self, features: tuple[str, ...]) -> Scaling:
        """How the first d columns, the features, become columns of mean 0 and standard deviation 1.

        Args:
            features: the names of the d features, for sentences.

        Raises:
            InputError: if a feature is constant, or too large or too small to be squared.
        """
        d = len(features)
        mean, std = self.mean[:d].copy(), np.sqrt(self.squares[:d] / self.n)
        check_scales(features, mean, std, self.low, self.high)
        return Scaling(frozen(mean), frozen(std))
