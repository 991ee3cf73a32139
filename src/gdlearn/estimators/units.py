"""The units of a descent: every feature around its mean and in standard deviations, and the way back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError


class Units(NamedTuple):
    r"""Where each feature has its zero, and what it is measured in: a valley is roundest there.

    Formula:
        $$x'_j = \frac{x_j - \mu_j}{\sigma_j}, \qquad w_j = \frac{w'_j}{\sigma_j}, \qquad
          b = b' - \sum_j \mu_j w_j$$

    Attributes:
        mean: the weighted mean of every feature, shape (d,).
        std: its weighted standard deviation, shape (d,), greater than 0; 1 for a constant feature.
    """

    mean: FloatArray
    std: FloatArray

    @classmethod
    def of(cls, X: FloatArray, sample_weights: FloatArray, standardise: bool) -> Units:
        """The units of some rows.

        Args:
            X: features, shape (n, d).
            sample_weights: how much every row counts, shape (n,), with a mean of 1.
            standardise: whether standard deviations are taken; else each feature is measured in its own unit.

        Raises:
            InputError: if a feature is so large that float64 does not hold its distances from the mean.
        """
        low, high = X.min(axis=0), X.max(axis=0)
        with np.errstate(over="ignore", invalid="ignore"):  # refused below, with a sentence
            mean = np.where(
                low == high, low, sample_weights / len(X) @ X
            )  # of equal values the mean is itself, exactly
            reach = np.maximum(high - mean, mean - low)
            reach = np.where(reach == 0, 1.0, reach)
            squares = sample_weights / len(X) @ ((X - mean) / reach) ** 2  # in units of the largest: no square is lost
        if not np.isfinite(squares).all():
            j = int(np.argmin(np.isfinite(squares)))
            raise InputError(f"feature {j} (counted from 0) goes from {low[j]:g} to {high[j]:g}; rescale it first.")
        std = reach * np.sqrt(squares) if standardise else np.ones_like(mean)
        return cls(mean, np.where(std == 0, 1.0, std))

    def design_matrix(self, X: FloatArray) -> FloatArray:
        """The features (n, d) in these units, and the column of ones, shape (n, d + 1); columns contiguous."""
        n, d = X.shape
        matrix = np.empty((n, d + 1), order="F")
        matrix[:, :d], matrix[:, d] = (X - self.mean) / self.std, 1.0
        return matrix

    def from_original(self, coef: FloatArray, intercept: FloatArray) -> FloatArray:
        """The weights W (d + 1, k), from coefficients (k, d) and intercepts (k,) in the units of the data."""
        return np.vstack([coef.T * self.std[:, None], intercept + coef @ self.mean])

    def to_original(self, W: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Coefficients (k, d) and intercepts (k,) in the units of the data, from the weights W (d + 1, k)."""
        with np.errstate(over="ignore", invalid="ignore"):  # refused below
            coef = np.ascontiguousarray((W[:-1] / self.std[:, None]).T)
            intercept = W[-1] - coef @ self.mean
        if not (np.isfinite(coef).all() and np.isfinite(intercept).all()):
            raise InputError("the coefficients are too large for float64; rescale the features or the targets first.")
        return coef, intercept
