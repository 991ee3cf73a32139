"""Logistic regression: the probability that a sample belongs to class 1."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p
from typing import ClassVar

from gdlearn.objectives.base import Array, Sample, array_namespace, require
from gdlearn.objectives.linear import LinearObjective


@dataclass(frozen=True, eq=False)
class Logistic(LinearObjective):
    r"""The mean cross-entropy of a linear model for two classes; z = X w is called the logit.

    Formula:
        The model says that class 1 has the probability $\sigma(z) = 1 / (1 + e^{-z})$. What the data then cost is
        minus the logarithm of the probability of the label that was seen:

        $$\ell(z, y) = -y \log \sigma(z) - (1 - y) \log(1 - \sigma(z)) = \log(1 + e^z) - y z$$

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: labels, shape (n,), each 0 or 1.

    Raises:
        InputError: if the shapes of X and y do not fit, or a label is neither 0 nor 1.

    Numerics:
        $\log(1 + e^z)$ is `logaddexp(0, z)`: written out, it overflows at z = 800. The popular
        $\max(z, 0) + \log(1 + e^{-|z|})$ does not overflow, but autograd finds a slope of 0 or 1 at z = 0, where it is
        1/2, and every descent that starts at w = 0 starts there.

    Source:
        Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., equation (4.20).

    Examples:
        >>> import numpy as np
        >>> objective = Logistic(np.array([[2.0], [4.0]]), np.array([1.0, 0.0]))
        >>> objective.gradient(np.array([0.0]))
        array([0.5])
    """

    bend: ClassVar[float] = 0.25  # sigma (1 - sigma) is largest at z = 0

    def __post_init__(self) -> None:
        """Check the shapes and the labels."""
        super().__post_init__()
        require("y", self.y, lambda y: (y == 0) | (y == 1), "0 or 1, the class of the sample")

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The probability of class 1 for every row, shape (n,), from 0 to 1."""
        return sigmoid(super().predict(w, X))

    def pointwise(self, z: Array) -> Array:
        """The cross-entropy of every sample, shape (n,), at the logits z (n,)."""
        xp = array_namespace(z)
        return xp.logaddexp(xp.zeros_like(z), z) - self.y * z

    def slope(self, z: Array) -> Array:
        r"""Its derivative, derived by hand: probability minus label, shape (n,).

        Formula:
            $$\frac{\partial}{\partial z} \log(1 + e^z) = \frac{e^z}{1 + e^z} = \sigma(z)
              \quad\Rightarrow\quad \frac{\partial \ell}{\partial z} = \sigma(z) - y$$
        """
        return sigmoid(z) - self.y

    @property
    def sample(self) -> Sample:
        """The cross-entropy of one sample, and its slope."""
        return Sample(cross_entropy, 1 / len(self))


def cross_entropy(z: float, y: float, _: float) -> tuple[float, float]:
    """The cross-entropy of one sample at its logit z, and its slope; the exponential cannot overflow."""
    e = exp(-abs(z))  # the smaller of the two exponentials
    probability = 1 / (1 + e) if z > 0 else e / (1 + e)
    return max(z, 0.0) + log1p(e) - y * z, probability - y


def sigmoid(z: Array) -> Array:
    r"""The logistic function of every logit.

    Formula:
        $$\sigma(z) = \frac{1}{1 + e^{-z}} = e^{-\log(1 + e^{-z})}$$

    Args:
        z: logits, any shape.

    Returns:
        Probabilities from 0 to 1, the same shape.

    Numerics:
        In the second form nothing overflows: the exponent is never positive.

    Examples:
        >>> import numpy as np
        >>> sigmoid(np.array([-1e4, 0.0, 1e4]))
        array([0. , 0.5, 1. ])
    """
    xp = array_namespace(z)
    return xp.exp(-xp.logaddexp(xp.zeros_like(z), -z))
