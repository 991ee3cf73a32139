"""Some samples count more than others: any loss that adds up over its rows, with a weight for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Holder, Objective, array_namespace
from gdlearn.objectives.linear import LinearObjective
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.objectives.softmax import Softmax


def weighted(objective: Objective, sample_weights: Any) -> Objective:
    r"""The same objective with a weight for every sample: 2 is the sample twice, 0 is without it.

    Formula:
        $$L(w) = \frac{1}{n} \sum_i v_i\, \ell_i(w), \qquad \text{the sample weights scaled so that } \sum_i v_i = n$$

    Args:
        objective: squared error, a `LinearObjective` or softmax, with its data on the host.
        sample_weights: one for every sample, shape (n,), finite, 0 or more, and not all 0. Only their ratios count.

    Returns:
        Of squared error again a `MeanSquaredError`, whose rows and targets are multiplied by $\sqrt{v_i}$, since
        $v r^2 = (\sqrt v\, r)^2$; a `Weighted` or `WeightedSoftmax` otherwise.

    Raises:
        InputError: if the sample weights are no such numbers, or the objective is another.

    Examples:
        >>> import numpy as np
        >>> from gdlearn import MeanSquaredError
        >>> objective = weighted(MeanSquaredError(np.ones((2, 1)), np.array([0.0, 4.0])), [3.0, 1.0])
        >>> bool(np.isclose(objective.gradient(np.array([1.0]))[0], 0))
        True
    """
    import numpy as np

    v = _checked(sample_weights, len(objective))
    if isinstance(objective, MeanSquaredError):
        root = np.sqrt(v)
        return MeanSquaredError(root[:, None] * objective.X, root * objective.y, objective.convention)
    if isinstance(objective, LinearObjective):
        return Weighted(objective, v)
    if isinstance(objective, Softmax):
        return WeightedSoftmax(objective.X, objective.y, objective.classes, v[:, None])
    raise InputError(
        f"{type(objective).__name__} has no loss of one sample to give a weight to; leave the sample weights out."
    )


def _checked(sample_weights: Any, n: int) -> Any:
    """The sample weights (n,) on the host in float64, scaled to a mean of 1."""
    from gdlearn.arrays import real_array

    v = real_array("the sample weights", sample_weights, 1)
    if len(v) != n or (v < 0).any() or not v.any():
        raise InputError(f"the sample weights must be {n} numbers, one for every sample, 0 or more and not all 0.")
    return mean_one(v)


def mean_one(v: Any) -> Any:
    """Numbers (n,), 0 or more and not all 0, divided so that their mean is 1."""
    v = v / v.max()  # so that the sum cannot overflow
    return v / v.mean()


@dataclass(frozen=True, eq=False)
class Weighted(Objective):
    r"""A loss of z = X w, in which sample i counts $v_i$ times. Make it with `weighted`.

    Formula:
        $$L(w) = \frac{1}{n} \sum_i v_i\, \ell(z_i, y_i), \qquad \nabla L(w) = \frac{1}{n} X^\top (v \odot s)$$

    Attributes:
        objective: the loss of every sample and its slope s, a `LinearObjective`.
        sample_weights: how much every sample counts, shape (n,), with a mean of 1 over all rows.

    Examples:
        >>> import numpy as np
        >>> from gdlearn import Logistic
        >>> objective = weighted(Logistic(np.ones((2, 1)), np.array([0.0, 1.0])), [1.0, 3.0])
        >>> objective.gradient(np.array([0.0]))
        array([-0.25])
    """

    objective: LinearObjective
    sample_weights: Array

    def loss(self, w: Array) -> Array:
        """The weighted mean of the losses at `w` (p,), a scalar ()."""
        return self._mean(self.objective.pointwise(self.objective.X @ w))

    def gradient(self, w: Array) -> Array:
        """The gradient at `w` (p,), shape (p,): a constant factor of a loss is one of its slope."""
        return self._lead_back(self.objective.slope(self.objective.X @ w))

    def loss_and_gradient(self, w: Array) -> tuple[Array, Array]:
        """Both from one z."""
        z = self.objective.X @ w
        return self._mean(self.objective.pointwise(z)), self._lead_back(self.objective.slope(z))

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction of the objective: sample weights change which w are found, not what they mean."""
        return self.objective.predict(w, X)

    def rows(self, index: Any) -> Self:
        """Some of the rows, each with the weight that it has in the whole."""
        return self._with(objective=self.objective.rows(index), sample_weights=self.sample_weights[index])

    def on(self, backend: Holder) -> Self:
        """The same objective with its arrays on that backend."""
        return self._with(objective=self.objective.on(backend), sample_weights=backend.asarray(self.sample_weights))

    @property
    def size(self) -> int:
        """The number of weights p."""
        return self.objective.size

    @property
    def analytic(self) -> bool:
        """Whether the formula holds for complex w too: where that of the objective does."""
        return self.objective.analytic

    @property
    def nbytes(self) -> int:
        """The bytes of data that a step has to read."""
        return self.objective.nbytes + int(getattr(self.sample_weights, "nbytes", 0))

    def __len__(self) -> int:
        """The number of samples n, however much they count."""
        return len(self.objective)

    def _mean(self, losses: Array) -> Array:
        return array_namespace(losses).sum(self.sample_weights * losses) * (1 / len(self))

    def _lead_back(self, slopes: Array) -> Array:
        return self.objective.X.T @ (self.sample_weights * slopes) * (1 / len(self))


@dataclass(frozen=True, eq=False)
class WeightedSoftmax(Softmax):
    r"""Softmax regression, in which sample i counts $v_i$ times. Make it with `weighted`.

    Formula:
        $$L(w) = \frac{1}{n} \sum_i v_i \Bigl(\log \sum_a e^{z_{ia}} - z_{iy_i}\Bigr), \qquad
          \frac{\partial L}{\partial W} = \frac{1}{n} X^\top \bigl(v \odot (Q - T)\bigr)$$

    Attributes:
        sample_weights: how much every sample counts, shape (n, 1), with a mean of 1 over all rows.

    Examples:
        >>> import numpy as np
        >>> from gdlearn import Softmax
        >>> objective = weighted(Softmax(np.ones((2, 1)), np.array([0.0, 1.0]), classes=2), [1.0, 3.0])
        >>> objective.gradient(np.zeros(2))
        array([ 0.25, -0.25])
    """

    sample_weights: Array

    arrays = (*Softmax.arrays, "sample_weights")

    def _mean_cross_entropy(self, Z: Array) -> Array:
        xp = array_namespace(Z)
        losses = xp.log(xp.sum(xp.exp(Z), axis=1, keepdims=True)) - xp.sum(self.one_hot * Z, axis=1, keepdims=True)
        return xp.sum(self.sample_weights * losses) * (1 / len(self))

    def _backward(self, Z: Array) -> Array:
        G = self.X.T @ (self.sample_weights * (self._probabilities(Z) - self.one_hot)) * (1 / len(self))
        return array_namespace(Z).reshape(G, (self.size,))
