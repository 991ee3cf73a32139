"""Softmax regression: the probability of each of k classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from gdlearn.arguments import whole_number
from gdlearn.objectives.base import Array, DataObjective, array_namespace, require


@dataclass(frozen=True, eq=False)
class Softmax(DataObjective):
    r"""The mean cross-entropy of a linear model for k classes; a column of weights for each class.

    Formula:
        The flat w is a matrix W (p, k), row after row: $W_{jc} = w_{jk + c}$. A sample has k logits, $z = x W$, which
        become probabilities, and costs minus the logarithm of the probability of its class y:

        $$q_c = \frac{e^{z_c}}{\sum_a e^{z_a}}, \qquad \ell = -\log q_y = \log \sum_a e^{z_a} - z_y$$

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: the class of every sample, shape (n,), whole numbers from 0 to k - 1, as floats or integers.
        classes: the number of classes k, 2 or more. It is not guessed from y, which may lack a class.
        one_hot: made from y, shape (n, k): 1 in the column of the class of the sample, 0 elsewhere.

    Raises:
        InputError: if the shapes of X and y do not fit, classes is no whole number from 2, or a label is not one of
            its classes.

    Numerics:
        The largest logit of every sample is subtracted from all of its logits. This changes no probability, and no
        exponential is larger than 1. Autograd works through it without harm: its share in the gradient is
        $1 - \sum_c q_c = 0$.

    Source:
        Bishop, Pattern Recognition and Machine Learning, equations (4.104), (4.108) and (4.109).

    Examples:
        >>> import numpy as np
        >>> objective = Softmax(np.ones((1, 1)), np.array([2]), classes=4)
        >>> objective.gradient(np.zeros(4))
        array([ 0.25,  0.25, -0.75,  0.25])
    """

    classes: int
    one_hot: Array = field(init=False, repr=False)
    spread: ClassVar[bool] = True
    bend: ClassVar[float] = 0.5  # Böhning, Multinomial logistic regression algorithm, 1992
    arrays: ClassVar[tuple[str, ...]] = ("X", "y", "one_hot")

    def __post_init__(self) -> None:
        """Check the shapes and the labels, and spread every label over k columns."""
        super().__post_init__()
        k, xp = whole_number("classes", self.classes, least=2), array_namespace(self.y)
        same = self.y[:, None] == xp.arange(k, device=self.y.device)
        require("y", self.y, lambda _: same.any(axis=1), f"a class, a whole number from 0 to {k - 1}")
        object.__setattr__(self, "classes", k)
        object.__setattr__(self, "one_hot", xp.astype(same, self.X.dtype))

    @property
    def size(self) -> int:
        """The number of weights p k, for p columns of X."""
        return super().size * self.classes

    @property
    def biases(self) -> tuple[int, ...]:
        """The last k components of w: the last row of W, which meets the ones in X."""
        return tuple(range(self.size - self.classes, self.size))

    def unpack(self, w: Array) -> Array:
        """The flat weights as the matrix W, shape (p, k)."""
        return array_namespace(w).reshape(w, (super().size, self.classes))

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The probability of every class for every row, shape (n, k); every row adds up to 1."""
        return self._probabilities(self._logits(w, self.X if X is None else X))

    def loss(self, w: Array) -> Array:
        """The mean cross-entropy at `w` (p k,), a scalar ()."""
        return self._mean_cross_entropy(self._logits(w, self.X))

    def gradient(self, w: Array) -> Array:
        r"""The gradient at `w` (p k,), derived by hand, shape (p k,).

        Formula:
            For one sample, with $t_c$ its row of `one_hot`, so that $z_y = \sum_c t_c z_c$:

            $$\frac{\partial \ell}{\partial z_c} = \frac{e^{z_c}}{\sum_a e^{z_a}} - t_c = q_c - t_c$$

            By the chain rule, since $\partial z_c / \partial W_{jc} = x_j$, and added up over the samples:

            $$\frac{\partial L}{\partial W} = \frac{1}{n} X^\top (Q - T), \qquad (p, k) = (p, n)\,(n, k)$$
        """
        return self._backward(self._logits(w, self.X))

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from the same logits."""
        Z = self._logits(w, self.X)
        return self._mean_cross_entropy(Z), self._backward(Z)

    def _logits(self, w: Array, X: Array) -> Array:
        """The logits (n, k), less the largest of each row."""
        Z = X @ self.unpack(w)
        return Z - array_namespace(Z).max(Z, axis=1, keepdims=True)

    def _probabilities(self, Z: Array) -> Array:
        xp = array_namespace(Z)
        E = xp.exp(Z)
        return E / xp.sum(E, axis=1, keepdims=True)

    def _mean_cross_entropy(self, Z: Array) -> Array:
        xp = array_namespace(Z)
        losses = xp.log(xp.sum(xp.exp(Z), axis=1)) - xp.sum(self.one_hot * Z, axis=1)
        return xp.sum(losses) * (1 / len(self))

    def _backward(self, Z: Array) -> Array:
        G = self.X.T @ (self._probabilities(Z) - self.one_hot) * (1 / len(self))
        return array_namespace(Z).reshape(G, (self.size,))
