"""The data: samples in rows, features in columns, and a last column of ones for the bias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.arguments import finite_number, whole_number
from gdlearn.arrays import FloatArray, frozen, real_array
from gdlearn.errors import InputError
from gdlearn.scaling import Scaling, check_scales


@dataclass(frozen=True, eq=False)
class Dataset:
    """n samples ready for descent: the design matrix `X`, bias column last, and the targets `y`.

    Attributes:
        X: design matrix, shape (n, p) with p = d + 1, float64, read-only, columns contiguous; its last column is ones.
        y: targets, shape (n,), float64, read-only.
        features: the names of the d features.
        target: the name of the target.
        title: one line that says where the data come from.
        true_weights: the weights (p,) that made the data, in original units, or None where nobody knows them.
        scaling: how the features were standardised, or None where they are as they came.
    """

    X: FloatArray
    y: FloatArray
    features: tuple[str, ...]
    target: str = "y"
    title: str = "data"
    true_weights: FloatArray | None = None
    scaling: Scaling | None = None

    @classmethod
    def from_arrays(
        cls,
        features: Any,
        y: Any,
        names: Sequence[str] | None = None,
        target: str = "y",
        title: str = "data",
        true_weights: Any = None,
    ) -> Dataset:
        """Append the bias column to the features, check everything once, and freeze it.

        Args:
            features: one sample a row, shape (n, d), any real numbers; they are copied, never changed.
            y: the targets, shape (n,).
            names: the names of the d features; `x` for a single one and `x1, x2, ...` otherwise, if left out.
            target: the name of the target.
            title: one line that says where the data come from.
            true_weights: the weights (p,) that made the data, if they are known.

        Returns:
            A dataset with p = d + 1 columns.

        Raises:
            InputError: if the shapes do not fit, a value is not a finite number or too large an integer, names repeat,
                or there is nothing to learn from.

        Examples:
            >>> Dataset.from_arrays([[1.0], [2.0]], [8.0, 13.0]).X
            array([[1., 1.],
                   [2., 1.]])
        """
        table, targets = real_array("features", features, 2), real_array("y", y, 1)
        n, d = table.shape
        if len(targets) != n:
            raise InputError(
                f"features has shape {(n, d)} and y has shape ({len(targets)},); every row needs a target."
            )
        if n == 0 or d == 0:
            raise InputError(f"features has shape {(n, d)}; at least one sample and one feature are needed.")
        if names is None:
            names = ("x",) if d == 1 else tuple(f"x{j}" for j in range(1, d + 1))
        if isinstance(names, str) or len(names) != d or len(set(names)) < d:
            raise InputError(f"names is {names!r}; give a list of {d} different names, one for each feature.")
        X = np.empty((n, d + 1), order="F")
        X[:, :d], X[:, d] = table, 1.0
        known = None if true_weights is None else frozen(real_array("true_weights", true_weights, 1))
        if known is not None and len(known) != d + 1:
            raise InputError(f"true_weights has shape ({len(known)},); it must have shape ({d + 1},), the bias last.")
        return cls(frozen(X), frozen(targets), tuple(names), target, title, known)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the p columns of `X`: the features, then the bias."""
        return (*self.features, "bias")

    def __len__(self) -> int:
        """The number of samples n."""
        return len(self.y)

    def standardise(self) -> Dataset:
        """The same samples with every feature at mean 0 and standard deviation 1; the bias column stays ones.

        Returns:
            A new dataset that remembers its `scaling`; one that is standardised already is returned as it is.

        Raises:
            InputError: if a feature is constant: it says nothing that the bias does not, and would divide by zero.

        Examples:
            >>> scaled = Dataset.from_arrays([[1.0], [3.0]], [0.0, 1.0]).standardise()
            >>> scaled.X[:, 0]
            array([-1.,  1.])
        """
        if self.scaling is not None:
            return self
        X = self.X.copy(order="F")
        table = X[:, :-1]
        with np.errstate(over="ignore", invalid="ignore"):  # refused below, with a sentence
            mean, std = table.mean(axis=0), table.std(axis=0)
        check_scales(self.features, mean, std, table.min(axis=0), table.max(axis=0))
        X[:, :-1] = (table - mean) / std
        return replace(self, X=frozen(X), scaling=Scaling(frozen(mean), frozen(std)))

    def as_classes(self, k: int = 2) -> Dataset:
        """The same samples with the targets cut into k classes of equal size, 0 for the smallest: made-up labels.

        Args:
            k: the number of classes, 2 or more.

        Raises:
            InputError: if k is not a whole number from 2.

        Examples:
            >>> line(n=4, seed=1).as_classes(2).y.sum()
            np.float64(2.0)
        """
        k = whole_number("k", k, least=2)
        cuts = np.quantile(self.y, np.arange(1, k) / k)
        return self._relabelled(np.searchsorted(cuts, self.y), f"y cut into {k} classes")

    def as_counts(self) -> Dataset:
        """The same samples with a tenth of every target, rounded, and 0 for negative ones: made-up counts.

        Examples:
            >>> float(line(n=4, seed=1).as_counts().y.min()) >= 0
            True
        """
        return self._relabelled(np.maximum(np.round(self.y / 10), 0), "y / 10 as whole numbers from 0")

    def _relabelled(self, y: NDArray[Any], how: str) -> Dataset:
        return replace(self, y=frozen(y.astype(np.float64)), title=f"{self.title}; {how}", true_weights=None)

    def original_units(self, w: FloatArray) -> FloatArray:
        """Weights (p,) for the features as they came, whether or not this dataset is standardised."""
        return w.copy() if self.scaling is None else self.scaling.to_original(w)


def line(
    n: int = 1000, slope: float = 5.0, intercept: float = 3.0, noise: float = 4.0, high: float = 10.0, seed: int = 0
) -> Dataset:
    r"""The course's own data: points around a straight line.

    Formula:
        $$y_i = 5 x_i + 3 + \varepsilon_i, \qquad x_i \sim U[0, 10], \quad \varepsilon_i \sim N(0, 4^2)$$

    Args:
        n: number of samples, at least 1.
        slope: the slope of the true line, in units of y per unit of x.
        intercept: its value at x = 0, in units of y.
        noise: the standard deviation of the noise, in units of y, 0 or more.
        high: x is uniform in [0, high).
        seed: seed of NumPy's generator. Data are drawn once, on the host, and then copied to every backend: the
            "same seed" in two libraries is not the same numbers.

    Returns:
        A dataset of n samples with one feature and the bias.

    Raises:
        InputError: if n is not a whole number from 1, seed not one from 0, noise negative, high not greater than 0, or
            anything not finite.

    Examples:
        >>> data = line()
        >>> data.X.shape, data.true_weights
        ((1000, 2), array([5., 3.]))
    """
    n, rng = whole_number("n", n, least=1), generator(seed)
    slope, intercept = finite_number("slope", slope), finite_number("intercept", intercept)
    noise, high = finite_number("noise", noise, least=0), finite_number("high", high, above=0)
    x = rng.uniform(0.0, high, n)
    y = slope * x + intercept + rng.normal(0.0, noise, n)
    title = f"y = {slope:g} x + {intercept:g} + noise of standard deviation {noise:g} (seed {seed})"
    return Dataset.from_arrays(x[:, None], y, title=title, true_weights=[slope, intercept])


def starting_weights(size: int, seed: int = 0) -> FloatArray:
    """Where a descent starts: `size` draws from the standard normal distribution, float64.

    They are not zero on purpose. At w = 0 every prediction is 0, and several wrong programs look right there.

    Args:
        size: the number of weights p, at least 1.
        seed: seed of NumPy's generator, 0 or more; the draws are independent of those of `line` with the same seed.

    Raises:
        InputError: if size is not a whole number from 1, or seed not one from 0.

    Examples:
        >>> starting_weights(3).shape
        (3,)
    """
    return generator(seed, stream=1).standard_normal(whole_number("size", size, least=1))


def generator(seed: int, stream: int = 0) -> np.random.Generator:
    """The one source of randomness: NumPy's generator for a seed; another stream is independent of the first."""
    entropy = whole_number("seed", seed)
    return np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=(stream,) if stream else ()))
