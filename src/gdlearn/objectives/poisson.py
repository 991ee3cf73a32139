"""Poisson regression: how often something happens, 0 times or more."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf
from typing import ClassVar

from gdlearn.objectives.base import Array, Sample, array_namespace, require
from gdlearn.objectives.linear import LinearObjective


@dataclass(frozen=True, eq=False)
class Poisson(LinearObjective):
    r"""The mean negative log-likelihood of counts whose logarithm of the rate is linear, z = X w.

    Formula:
        With the rate $\mu = e^z$ a count y has the probability $\mu^y e^{-\mu} / y!$. Minus its logarithm is

        $$\ell(z, y) = e^z - y z \qquad (+ \log y!)$$

        The term in brackets does not depend on the weights; it is left out, as in `torch.nn.PoissonNLLLoss`. The loss
        can therefore be negative.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: counts or rates, shape (n,), each finite and 0 or more.

    Raises:
        InputError: if the shapes of X and y do not fit, or a count is negative or not finite.

    Numerics:
        Overflows at z > 709 (88 in float32): a descent that comes there has diverged. Standardise the features.

    Source:
        McCullagh, Nelder, Generalized Linear Models, 2nd ed., section 6.2.

    Examples:
        >>> import numpy as np
        >>> objective = Poisson(np.array([[1.0], [1.0]]), np.array([0.0, 4.0]))
        >>> objective.loss_and_gradient(np.array([0.0]))
        (np.float64(1.0), array([-1.]))
    """

    analytic: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the shapes and the counts."""
        super().__post_init__()
        require("y", self.y, lambda y: (y >= 0) & (y < inf), "a finite count, 0 or more")

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The expected count for every row, shape (n,), greater than 0."""
        z = super().predict(w, X)
        return array_namespace(z).exp(z)

    def pointwise(self, z: Array) -> Array:
        """The negative log-likelihood of every sample, shape (n,), at z (n,)."""
        return array_namespace(z).exp(z) - self.y * z

    def slope(self, z: Array) -> Array:
        r"""Its derivative, derived by hand: expected minus seen, shape (n,).

        Formula:
            $$\frac{\partial}{\partial z} (e^z - y z) = e^z - y$$
        """
        return array_namespace(z).exp(z) - self.y

    @property
    def sample(self) -> Sample:
        """The negative log-likelihood of one sample, and its slope."""
        return Sample(log_likelihood, 1 / len(self))


def log_likelihood(z: float, y: float, _: float) -> tuple[float, float]:
    """The negative log-likelihood of one count y where e^z is expected, and its slope."""
    expected = exp(z)
    return expected - y * z, expected - y
