"""Squared error: how far the line is from the points, and which way is downhill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING, ClassVar

from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, DataObjective, Sample

if TYPE_CHECKING:
    from gdlearn.arrays import FloatArray
    from gdlearn.objectives.triangle import Triangle


class Convention(StrEnum):
    r"""How the squared residuals are added up: the factor $c$ in front of $\sum_i r_i^2$.

    All four have the same minimum. Their gradients differ by a constant factor, and so do their learning rates: that
    is why one textbook's 0.01 diverges with another textbook's loss.

    Formula:
        | convention | $c$ | gradient $2c\,X^\top r$ |
        |---|---|---|
        | `mean` | $1/n$ | $\frac{2}{n} X^\top r$ |
        | `sum` | $1$ | $2 X^\top r$ |
        | `half_mean` | $1/2n$ | $\frac{1}{n} X^\top r$ |
        | `half_sum` | $1/2$ | $X^\top r$ |
    """

    MEAN = "mean"
    SUM = "sum"
    HALF_MEAN = "half_mean"
    HALF_SUM = "half_sum"

    def factor(self, n: int) -> float:
        """The factor c for n samples.

        Examples:
            >>> [convention.factor(10) for convention in Convention]
            [0.1, 1.0, 0.05, 0.5]
        """
        half = 0.5 if self in (Convention.HALF_MEAN, Convention.HALF_SUM) else 1.0
        return half / n if self in (Convention.MEAN, Convention.HALF_MEAN) else half

    def convert_learning_rate(self, learning_rate: float, to: Convention | str, n: int) -> float:
        r"""The learning rate that takes the same steps under another convention.

        Formula:
            $$\eta\, c = \eta'\, c' \quad\Rightarrow\quad \eta' = \eta\, c / c'$$

        Args:
            learning_rate: a rate for this convention, greater than 0.
            to: the other convention, or its name.
            n: the number of samples, at least 1.

        Returns:
            The rate with which the other convention walks through the same weights.

        Raises:
            InputError: if `to` is not one of the four conventions.

        Examples:
            >>> Convention.MEAN.convert_learning_rate(0.01, to="half_mean", n=1000)
            0.02
        """
        return learning_rate * self.factor(n) / Convention(to).factor(n)

    @classmethod
    def _missing_(cls, value: object) -> Convention:
        names = ", ".join(cls)
        raise InputError(f"the convention is {value!r}; it must be one of {names}.")


@dataclass(frozen=True, eq=False)
class MeanSquaredError(DataObjective):
    r"""Squared error of a linear model.

    Formula:
        $$L(w) = c \sum_i r_i^2, \qquad r = X w - y, \qquad \nabla L(w) = 2 c\, X^\top r$$

        where $c$ is the factor of the convention ($1/n$ for `mean`).

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
        convention: how the squares are added up, a `Convention` or its name; `mean` by default.

    Raises:
        InputError: if the shapes of X and y do not fit, or the convention is unknown.

    Examples:
        >>> import numpy as np
        >>> objective = MeanSquaredError(np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([8.0, 13.0]))
        >>> objective.loss(np.array([5.0, 2.0]))
        np.float64(1.0)
        >>> objective.gradient(np.array([5.0, 2.0]))
        array([-3., -2.])
    """

    convention: Convention = Convention.MEAN
    analytic: ClassVar[bool] = True
    quadratic: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the shapes, and turn the name of a convention into the convention."""
        super().__post_init__()
        object.__setattr__(self, "convention", Convention(self.convention))

    @property
    def factor(self) -> float:
        """The factor c in front of the sum of squares; a Python float, which leaves float32 arrays in float32."""
        return self.convention.factor(len(self))

    def share(self, n: int) -> float:
        """What these rows count for in the loss over n rows: n_i / n under the two means, 1 under the two sums."""
        return self.convention.factor(n) / self.factor

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction X w for every row, shape (n,)."""
        return (self.X if X is None else X) @ w

    def residual(self, w: Array) -> Array:
        """The prediction minus the target, in this order, shape (n,)."""
        return self.predict(w) - self.y

    def loss(self, w: Array) -> Array:
        """The loss at `w` (p,): c times the sum of the squared residuals, a scalar ()."""
        r = self.residual(w)
        return self.factor * (r @ r)

    def gradient(self, w: Array) -> Array:
        r"""The gradient at `w` (p,), derived by hand, shape (p,).

        Formula:
            One squared residual first: $r_i = \sum_j x_{ij} w_j - y_i$, so $\partial r_i / \partial w_j = x_{ij}$, and
            by the chain rule $\partial r_i^2 / \partial w_j = 2 r_i x_{ij}$. Then add up over the samples:

            $$\frac{\partial L}{\partial w_j} = 2c \sum_i r_i x_{ij} \quad\Longleftrightarrow\quad
              \nabla L = 2c\, X^\top r$$

        Source:
            Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., equation (3.4).
        """
        return 2 * self.factor * (self.X.T @ self.residual(w))

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from one residual: half of the arithmetic of `loss` is not done twice."""
        r, c = self.residual(w), self.factor
        return c * (r @ r), 2 * c * (self.X.T @ r)

    @property
    def sample(self) -> Sample:
        """The squared residual of one sample, and its slope."""
        return Sample(squared, self.factor)

    def compressed(self) -> MeanSquaredError:
        r"""The same loss and gradient at every w, from p + 1 rows: a step no longer depends on n.

        Formula:
            $$[X\; y] = Q R, \quad R = [R_X\; z] \quad\Rightarrow\quad c\,|X w - y|^2 = c\,|R_X w - z|^2$$

            The rows of R are multiplied by $\sqrt{c / c'}$, where c' is the factor of the convention for p + 1 rows.

        The data must be on the host.

        Returns:
            An objective of p + 1 rows in float64, with the same convention. Every backend and every rule runs on it
            as it is. Its `predict` is for other rows: those of the data are gone.

        Numerics:
            As exact as the sum over all rows, also with large offsets and long valleys; see
            `gdlearn.objectives.triangle.triangle`, which also says how many digits are left.

        Examples:
            >>> import numpy as np
            >>> objective = MeanSquaredError(np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0], [5.0, 1.0]]), np.arange(4.0))
            >>> small, w = objective.compressed(), np.array([5.0, 2.0])
            >>> len(small), bool(np.isclose(small.loss(w), objective.loss(w)))
            (3, True)
        """
        from gdlearn.objectives.triangle import triangle

        return MeanSquaredError.from_triangle(triangle(self.X, self.y), self.convention)

    @classmethod
    def from_triangle(cls, found: Triangle, convention: Convention = Convention.MEAN) -> MeanSquaredError:
        """The squared error of the rows that a triangle stands for, as one of its p + 1 rows; see `compressed`.

        Args:
            found: the triangle of [X y].
            convention: how the squares of the rows that it stands for are added up.
        """
        rows = found.rows * sqrt(convention.factor(found.n) / convention.factor(len(found.rows)))
        return MeanSquaredError(rows[:, :-1], rows[:, -1], convention)

    def as_least_squares(self) -> tuple[FloatArray, FloatArray]:
        r"""The same loss as half a squared length, without a factor: what curvature and minimum are read from.

        Formula:
            $$L(w) = \tfrac12 |A w - b|^2, \qquad A = \sqrt{2c}\,X, \quad b = \sqrt{2c}\,y$$

        Returns:
            A, shape (n, p), and b, shape (n,), on the host in float64.
        """
        import numpy as np

        root = sqrt(2 * self.factor)
        return root * np.asarray(self.X, dtype=np.float64), root * np.asarray(self.y, dtype=np.float64)


def squared(z: float, y: float, _: float) -> tuple[float, float]:
    """The square of one residual r = z - y, and its slope 2 r."""
    r = z - y
    return r * r, r + r
