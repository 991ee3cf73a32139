"""The data: samples in rows, features in columns, and a last column of ones for the bias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.errors import InputError

FloatArray = NDArray[np.float64]


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
    def from_arrays(cls, features: Any, y: Any, names: Sequence[str] | None = None, **about: Any) -> Dataset:
        """Append the bias column to the features, check everything once, and freeze it.

        Args:
            features: one sample a row, shape (n, d), any real numbers; they are copied, never changed.
            y: the targets, shape (n,).
            names: the names of the d features; `x` for a single one and `x1, x2, ...` otherwise, if left out.
            **about: `target`, `title` and `true_weights` of the dataset.

        Returns:
            A dataset with p = d + 1 columns.

        Raises:
            InputError: if the shapes do not fit, a value is not a finite number, or there is nothing to learn from.

        Examples:
            >>> Dataset.from_arrays([[1.0], [2.0]], [8.0, 13.0]).X
            array([[1., 1.],
                   [2., 1.]])
        """
        table, targets = real_array("features", features, 2), real_array("y", y, 1)
        n, d = table.shape
        if len(targets) != n:
            raise InputError(f"features has {n} rows but y has {len(targets)} values; every sample needs one target.")
        if n == 0 or d == 0:
            raise InputError(f"features has shape {(n, d)}; at least one sample and one feature are needed.")
        X = np.empty((n, d + 1), order="F")
        X[:, :d], X[:, d] = table, 1.0
        if names is None:
            names = ("x",) if d == 1 else tuple(f"x{j}" for j in range(1, d + 1))
        if len(names) != d:
            raise InputError(f"{len(names)} names were given for {d} features; give one name for each.")
        return cls(frozen(X), frozen(targets.copy()), tuple(names), **about)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the p columns of `X`: the features, then the bias."""
        return (*self.features, "bias")

    def __len__(self) -> int:
        """The number of samples n."""
        return len(self.y)

    def standardise(self) -> Dataset:
        """The same samples with every feature at mean 0 and standard deviation 1; the bias column stays ones.

        Raises:
            InputError: if a feature is constant: it says nothing that the bias does not, and would divide by zero.

        Examples:
            >>> scaled = Dataset.from_arrays([[1.0], [3.0]], [0.0, 1.0]).standardise()
            >>> scaled.X[:, 0]
            array([-1.,  1.])
        """
        table = self.X[:, :-1]
        for name, column in zip(self.features, table.T, strict=True):
            if column.min() == column.max():
                raise InputError(
                    f"the feature {name!r} is {column[0]:g} in every row and cannot be standardised; "
                    "leave it out, since the bias column already holds a constant."
                )
        mean, std = table.mean(axis=0), table.std(axis=0)
        X = np.asfortranarray(self.X.copy())
        X[:, :-1] = (table - mean) / std
        return replace(self, X=frozen(X), scaling=Scaling(mean, std))

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
        InputError: if n is below 1, noise is negative or seed is not a whole number from 0.

    Examples:
        >>> data = line()
        >>> data.X.shape, data.true_weights
        ((1000, 2), array([5., 3.]))
    """
    if n < 1:
        raise InputError(f"n is {n}; a dataset needs at least one sample.")
    if noise < 0:
        raise InputError(f"noise is {noise}; a standard deviation is 0 or more.")
    rng = generator(seed)
    x = rng.uniform(0.0, high, n)
    y = slope * x + intercept + rng.normal(0.0, noise, n)
    title = f"y = {slope:g} x + {intercept:g} + noise of standard deviation {noise:g} (seed {seed})"
    return Dataset.from_arrays(x[:, None], y, title=title, true_weights=frozen(np.array([slope, intercept])))


def starting_weights(size: int, seed: int = 0) -> FloatArray:
    """Where a descent starts: `size` draws from the standard normal distribution, float64.

    They are not zero on purpose. At w = 0 every prediction is 0, and several wrong programs look right there.

    Args:
        size: the number of weights p, at least 1.
        seed: seed of NumPy's generator, 0 or more; the draws are independent of those of `line` with the same seed.

    Raises:
        InputError: if seed is not a whole number from 0.

    Examples:
        >>> starting_weights(3).shape
        (3,)
    """
    return generator(seed, stream=1).standard_normal(size)


def generator(seed: int, stream: int = 0) -> np.random.Generator:
    """The one source of randomness: NumPy's generator for a seed; another stream is independent of the first."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"seed is {seed!r}; a seed is a whole number, 0 or more.")
    return np.random.default_rng([int(seed), stream] if stream else int(seed))


def real_array(name: str, values: Any, ndim: int) -> FloatArray:
    """`values` as a float64 array of `ndim` dimensions with finite entries; a clear `InputError` otherwise."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name} has rows of different lengths; give a rectangular table of numbers.") from error
    if array.dtype.kind not in "iuf":
        raise InputError(f"{name} holds {array.dtype}, not real numbers; convert it to numbers first.")
    if array.ndim != ndim:
        wanted = "(n,): one number for every sample" if ndim == 1 else "(n, d): one sample a row"
        raise InputError(f"{name} has shape {array.shape}; it must have shape {wanted}.")
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        place = f"row {where[0]}" + (f", column {where[1]}" if ndim > 1 else "")
        raise InputError(f"{name} holds {array[where]} at {place} (counted from 0); every value must be finite.")
    return array.astype(np.float64)


def frozen(array: FloatArray) -> FloatArray:
    """The same array, read-only: data that nobody can write can be shared without a copy."""
    array.flags.writeable = False
    return array
