"""RMSProp: AdaGrad that forgets. Read it beside `adagrad.py`."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.objectives.base import Array
from gdlearn.optimizers.adagrad import Squares
from gdlearn.optimizers.base import Rule, zeros
from gdlearn.schedules import Schedule


@dataclass(frozen=True)
class RMSProp(Rule):
    r"""The gradient in units of its own recent size: where AdaGrad's steps die out, these do not.

    Formula:
        $$v_{t+1} = \alpha\, v_t + (1 - \alpha)\, g_t^2,
          \qquad w_{t+1} = w_t - \eta\, \frac{g_t}{\sqrt{v_{t+1}} + \epsilon},
          \qquad g_t = \nabla L(w_t),\; v_0 = 0$$

        component by component. As v starts from 0 and nobody corrects for it (Adam does), the first steps are
        $1 / \sqrt{1 - \alpha}$ times as long as later ones.

        PyTorch and this package add eps outside the root. Keras puts it inside, $\sqrt{v + \epsilon}$, calls alpha
        `rho`, and takes 0.9 for it where PyTorch takes 0.99.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        alpha: the share of the running mean that is kept at every step, 0 or more and less than 1.
        eps: what keeps 0 / 0 out, in units of the gradient, greater than 0.

    Raises:
        InputError: if a setting is out of its range.

    Numerics:
        Near the minimum the steps do not shrink with the gradient, so the weights jump to and fro, and the path can be
        chaotic: with alpha 0.9 and rate 0.05 rounding errors grew to 0.7 % of the weights in 200 steps. Two right
        programs then part, and only the first part of their paths can be compared.

    Source:
        Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, COURSERA, 2012.

    Examples:
        >>> rule, state = RMSProp(learning_rate=0.5, alpha=0.75), Squares(t=0, v=0.0)
        >>> delta, state = rule.step(8.0, state, w=1.0)
        >>> round(delta, 6), state
        (1.0, Squares(t=1, v=16.0))
    """

    learning_rate: float | Schedule = 0.01
    alpha: float = 0.99
    eps: float = 1e-8

    def init(self, w: Array) -> Squares:
        """No slope seen yet."""
        return Squares(0, zeros(w))

    def step(self, gradient: Array, state: Squares, w: Array) -> tuple[Array, Squares]:
        """The learning rate times the gradient (p,), in units of its recent size."""
        t, v = state
        v = self.alpha * v + (1 - self.alpha) * gradient**2
        return self.rate(t) * gradient / (v**0.5 + self.eps), Squares(t + 1, v)
