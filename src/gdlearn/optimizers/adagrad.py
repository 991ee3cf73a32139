"""AdaGrad: a learning rate for every weight. Read it beside `rmsprop.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gdlearn.objectives.base import Array
from gdlearn.optimizers.base import Rule, zeros
from gdlearn.schedules import Schedule


class Squares(NamedTuple):
    """What AdaGrad and RMSProp remember.

    Attributes:
        t: the number of the next step.
        v: the sum, or the running mean, of the squared gradients so far, shape (p,), 0 or more.
    """

    t: int
    v: Array


@dataclass(frozen=True)
class AdaGrad(Rule):
    r"""Every weight has its own rate: the more slope it has seen, the smaller its steps.

    Formula:
        $$v_{t+1} = v_t + g_t^2, \qquad w_{t+1} = w_t - \eta\, \frac{g_t}{\sqrt{v_{t+1}} + \epsilon},
          \qquad g_t = \nabla L(w_t),\; v_0 = 0$$

        component by component. The first step has the length eta in every direction, whatever the slope.

        PyTorch and this package add eps outside the root. Keras puts it inside, $\sqrt{v + \epsilon}$, and starts with
        v = 0.1. PyTorch's `lr_decay` is left out: a schedule does the same.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        eps: what keeps 0 / 0 out, in units of the gradient, greater than 0.

    Raises:
        InputError: if a setting is out of its range.

    Numerics:
        In float32 a gradient beyond 1.8e19 has an infinite square, and its weight then stands still for ever.

    Source:
        Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 12,
        2011, equation (1) with the diagonal of the matrix.

    Examples:
        >>> rule, state = AdaGrad(learning_rate=0.5), Squares(t=0, v=9.0)
        >>> delta, state = rule.step(4.0, state, w=1.0)
        >>> round(delta, 6), state
        (0.4, Squares(t=1, v=25.0))
    """

    learning_rate: float | Schedule = 0.01
    eps: float = 1e-10

    def init(self, w: Array) -> Squares:
        """No slope seen yet."""
        return Squares(0, zeros(w))

    def step(self, gradient: Array, state: Squares, w: Array) -> tuple[Array, Squares]:
        """The learning rate times the gradient (p,), in units of all the slope so far."""
        t, v = state
        v = v + gradient**2
        return self.rate(t) * gradient / (v**0.5 + self.eps), Squares(t + 1, v)
