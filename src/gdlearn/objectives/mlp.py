"""A small neural network: one hidden layer, and the gradient through it by hand, which is called backpropagation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from gdlearn.arguments import whole_number
from gdlearn.objectives.base import Array, DataObjective, array_namespace


class Layers(NamedTuple):
    """The weights of a network with h hidden units, as views of the flat w.

    Attributes:
        W: from the p columns of X to the hidden units, shape (p, h); its last row meets the ones: their biases.
        v: from the hidden units to the output, shape (h,).
        b: the bias of the output, shape (1,).
    """

    W: Array
    v: Array
    b: Array


class Signals(NamedTuple):
    """What the forward pass leaves behind for the backward pass.

    Attributes:
        H: the hidden units, shape (n, h), each from -1 to 1.
        r: prediction minus target, shape (n,).
    """

    H: Array
    r: Array


@dataclass(frozen=True, eq=False)
class MLP(DataObjective):
    r"""The mean squared error of a network with one hidden layer of tanh units.

    Formula:
        $$H = \tanh(X W), \qquad \hat y = H v + b, \qquad r = \hat y - y, \qquad L = \frac{1}{n} \sum_i r_i^2$$

        The flat w holds W (p, h) row after row, then v (h,), then b: $p h + h + 1$ weights.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
        hidden: the number of hidden units h, 1 or more.

    Raises:
        InputError: if the shapes of X and y do not fit, or hidden is not a whole number from 1.

    Numerics:
        Do not start at w = 0. There every gradient but that of b is 0, and units that start equal stay equal for ever;
        `starting_weights` gives each its own start. The loss has many minima: which one is found depends on it.

    Source:
        Rumelhart, Hinton, Williams, Learning Representations by Back-propagating Errors, Nature 323 (1986).

    Examples:
        >>> import numpy as np
        >>> objective = MLP(np.ones((1, 1)), np.array([1.0]), hidden=1)
        >>> objective.loss_and_gradient(np.array([0.0, 2.0, 3.0]))
        (np.float64(4.0), array([8., 0., 4.]))
    """

    hidden: int
    analytic: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the shapes and the number of hidden units."""
        super().__post_init__()
        object.__setattr__(self, "hidden", whole_number("hidden", self.hidden, least=1))

    @property
    def size(self) -> int:
        """The number of weights, p h + h + 1 for p columns of X."""
        return super().size * self.hidden + self.hidden + 1

    @property
    def biases(self) -> tuple[int, ...]:
        """The last row of W, which meets the ones in X, and b."""
        end_of_W = super().size * self.hidden
        return (*range(end_of_W - self.hidden, end_of_W), self.size - 1)

    def unpack(self, w: Array) -> Layers:
        """The flat weights (p h + h + 1,) as the matrices and vectors of the network."""
        p, h = super().size, self.hidden
        return Layers(array_namespace(w).reshape(w[: p * h], (p, h)), w[p * h : -1], w[-1:])

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The output of the network for every row, shape (n,)."""
        layers = self.unpack(w)
        return self._hidden(layers, self.X if X is None else X) @ layers.v + layers.b

    def loss(self, w: Array) -> Array:
        """The mean squared error at `w`, a scalar ()."""
        return self._mean_square(self._forward(self.unpack(w)))

    def gradient(self, w: Array) -> Array:
        r"""The gradient at `w`, derived by hand, in the same order as w: backpropagation.

        Formula:
            Backwards through the formulas of the forward pass. Each line takes the slope of the loss with respect to
            one quantity and leads it on to the quantities that this one was made of. $\odot$ multiplies entry by
            entry, and $\tanh' = 1 - \tanh^2$.

            | slope with respect to | is | shape |
            |---|---|---|
            | $\hat y$ | $s = \frac{2}{n} r$ | (n,) |
            | $b$ | $\sum_i s_i$ | (1,) |
            | $v$ | $H^\top s$ | (h,) = (h, n) (n,) |
            | $X W$ | $D = s\,v^\top \odot (1 - H \odot H)$ | (n, h) |
            | $W$ | $X^\top D$ | (p, h) = (p, n) (n, h) |
        """
        layers = self.unpack(w)
        return self._backward(layers, self._forward(layers))

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from one forward pass."""
        layers = self.unpack(w)
        signals = self._forward(layers)
        return self._mean_square(signals), self._backward(layers, signals)

    def _hidden(self, layers: Layers, X: Array) -> Array:
        return array_namespace(layers.W).tanh(X @ layers.W)

    def _forward(self, layers: Layers) -> Signals:
        H = self._hidden(layers, self.X)
        return Signals(H, H @ layers.v + layers.b - self.y)

    def _mean_square(self, signals: Signals) -> Array:
        return signals.r @ signals.r * (1 / len(self))

    def _backward(self, layers: Layers, signals: Signals) -> Array:
        xp, H = array_namespace(layers.W), signals.H
        s = 2 / len(self) * signals.r
        D = xp.reshape(s, (len(self), 1)) * layers.v * (1 - H * H)
        W = xp.reshape(self.X.T @ D, (super().size * self.hidden,))
        return xp.concat([W, H.T @ s, xp.sum(s, axis=0, keepdims=True)])
