"""Losses that see a sample only through z = x w: the chain rule once, for all of them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from gdlearn.objectives.base import Array, DataObjective, array_namespace


@dataclass(frozen=True, eq=False)
class LinearObjective(DataObjective):
    r"""The mean of a pointwise loss of $z = X w$: another loss changes its slope, and nothing else.

    Formula:
        $$L(w) = \frac{1}{n} \sum_i \ell(z_i, y_i), \qquad \nabla L(w) = \frac{1}{n} X^\top s,
          \qquad s_i = \frac{\partial \ell}{\partial z}(z_i, y_i)$$

        by the chain rule, since $\partial z_i / \partial w_j = x_{ij}$.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
    """

    @abstractmethod
    def pointwise(self, z: Array) -> Array:
        """The loss of every sample, shape (n,), at z (n,)."""

    @abstractmethod
    def slope(self, z: Array) -> Array:
        """The derivative of `pointwise` with respect to z, derived by hand, shape (n,)."""

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction for every row, shape (n,); here z = X w itself."""
        return (self.X if X is None else X) @ w

    def loss(self, w: Array) -> Array:
        """The mean of the pointwise losses at `w` (p,), a scalar ()."""
        return self._mean(self.pointwise(self.X @ w))

    def gradient(self, w: Array) -> Array:
        """The gradient at `w` (p,), shape (p,): the slopes, led back through z = X w."""
        return self.X.T @ self.slope(self.X @ w) * (1 / len(self))

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from one z: half of the reading of X is not done twice."""
        z = self.X @ w
        return self._mean(self.pointwise(z)), self.X.T @ self.slope(z) * (1 / len(self))

    def _mean(self, losses: Array) -> Array:
        return array_namespace(losses).sum(losses) * (1 / len(self))
