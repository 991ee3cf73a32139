"""Momentum: a ball that keeps rolling. Read it beside `nesterov.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gdlearn.objectives.base import Array
from gdlearn.optimizers.base import Rule, zeros


class Velocity(NamedTuple):
    """What momentum remembers.

    Attributes:
        t: the number of the next step.
        m: the fading sum of all gradients so far, shape (p,).
    """

    t: int
    m: Array


@dataclass(frozen=True)
class Momentum(Rule):
    r"""Gradient descent that remembers where it was going: gradients that agree add up, those that quarrel cancel.

    Formula:
        $$m_{t+1} = \beta\, m_t + g_t, \qquad w_{t+1} = w_t - \eta\, m_{t+1},
          \qquad g_t = \nabla L(w_t),\; m_0 = 0$$

        On a steady slope m grows to $g / (1 - \beta)$: with 0.9 the steps become ten times as long.

        | convention | memory | step | who |
        |---|---|---|---|
        | this one | $m \leftarrow \beta m + g$ | $w \leftarrow w - \eta m$ | PyTorch |
        | rate inside | $v \leftarrow \beta v - \eta g$ | $w \leftarrow w + v$ | Polyak, Keras |
        | dampened | $m \leftarrow \beta m + (1 - \beta) g$ | $w \leftarrow w - \eta m$ | PyTorch's `dampening` |

        The first two walk through the same weights ($v = -\eta m$) until the learning rate changes: the first then
        scales the whole memory, the second new gradients only. The dampened one needs a rate $1 / (1 - \beta)$ times
        as large.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        momentum: the share beta of the memory that is kept at every step, 0 or more and less than 1.

    Raises:
        InputError: if a setting is out of its range.

    Source:
        Polyak, Some methods of speeding up the convergence of iteration methods, 1964; Sutskever, Martens, Dahl and
        Hinton, On the importance of initialization and momentum in deep learning, ICML 2013, equations (1) and (2).

    Examples:
        >>> rule, state = Momentum(learning_rate=0.5, momentum=0.5), Velocity(t=0, m=0.0)
        >>> delta, state = rule.step(8.0, state, w=1.0)
        >>> rule.step(8.0, state, w=-3.0)
        (6.0, Velocity(t=2, m=12.0))
    """

    momentum: float = 0.9

    def init(self, w: Array) -> Velocity:
        """At rest."""
        return Velocity(0, zeros(w))

    def step(self, gradient: Array, state: Velocity, w: Array) -> tuple[Array, Velocity]:
        """The learning rate times the memory (p,), in which this gradient is the newest."""
        t, m = state
        m = self.momentum * m + gradient
        return self.rate(t) * m, Velocity(t + 1, m)
