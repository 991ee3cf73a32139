"""Standardised features, and the way back to the units of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError


@dataclass(frozen=True, eq=False)
class Scaling:
    r"""What `Dataset.standardise` did to the features, so that it can be undone on the weights.

    Formula:
        $$x'_j = \frac{x_j - \mu_j}{\sigma_j}
          \quad\Rightarrow\quad w_j = \frac{w'_j}{\sigma_j},\qquad b = b' - \sum_j \frac{\mu_j}{\sigma_j} w'_j$$

    Attributes:
        mean: the mean of every feature, shape (d,), in the unit of the feature.
        std: its standard deviation (divided by n, not n - 1), shape (d,), all greater than 0.
    """

    mean: FloatArray
    std: FloatArray

    def to_original(self, w: FloatArray) -> FloatArray:
        """Weights for the features as they came, from weights `w` (p,) for the standardised features.

        Examples:
            >>> Scaling(mean=np.array([5.0]), std=np.array([2.0])).to_original(np.array([10.0, 28.0]))
            array([5., 3.])
        """
        slopes = w[:-1] / self.std
        return np.append(slopes, w[-1] - self.mean @ slopes)


def check_scales(features: Sequence[str], mean: FloatArray, std: FloatArray, low: FloatArray, high: FloatArray) -> None:
    """Refuse features that cannot be standardised.

    Args:
        features: the names of the d features.
        mean: their means, shape (d,).
        std: their standard deviations, shape (d,).
        low: their smallest values, shape (d,) or longer.
        high: their largest values, shape (d,) or longer.

    Raises:
        InputError: if a feature is constant, or too large or too small to be squared.
    """
    for j, name in enumerate(features):
        if low[j] == high[j]:
            raise InputError(
                f"the feature {name!r} is {low[j]:g} in every row and cannot be standardised; "
                "leave it out, since the bias column already holds a constant."
            )
        if not (np.isfinite(mean[j]) and 0 < std[j] < np.inf):
            raise InputError(f"the feature {name!r} is too large or too small to be standardised; rescale it first.")
