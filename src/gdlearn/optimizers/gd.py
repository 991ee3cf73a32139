"""Gradient descent: the rule that all others change."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.objectives.base import Array
from gdlearn.optimizers.base import Rule


@dataclass(frozen=True)
class GD(Rule):
    r"""Gradient descent: straight downhill, in proportion to the slope.

    Formula:
        $$w_{t+1} = w_t - \eta\, \nabla L(w_t)$$

        PyTorch calls it `SGD`; it is stochastic if the batches are.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`); a
            number under 2 / lambda_max converges on squared error (`gdlearn.theory.largest_stable_learning_rate`).

    Raises:
        InputError: if the learning rate is no such number and no function.

    Source:
        Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, Comptes rendus 25, 1847.

    Examples:
        >>> GD(learning_rate=0.5).step(gradient=8.0, state=0, w=1.0)
        (4.0, 1)
    """

    def init(self, w: Array) -> int:
        """Gradient descent remembers nothing but the number of the step."""
        return 0

    def step(self, gradient: Array, state: int, w: Array) -> tuple[Array, int]:
        """The learning rate times the gradient (p,)."""
        t = state
        return self.rate(t) * gradient, t + 1
