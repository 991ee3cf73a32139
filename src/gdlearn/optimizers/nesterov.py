"""Nesterov's momentum: look where the ball is about to be. Read it beside `momentum.py`."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.objectives.base import Array
from gdlearn.optimizers.momentum import Momentum, Velocity


@dataclass(frozen=True)
class Nesterov(Momentum):
    r"""Momentum that corrects itself one step earlier: the newest gradient counts twice, once in m and once alone.

    Formula:
        $$m_{t+1} = \beta\, m_t + g_t, \qquad w_{t+1} = w_t - \eta\, (g_t + \beta\, m_{t+1}),
          \qquad g_t = \nabla L(w_t),\; m_0 = 0$$

        This is PyTorch's form (`SGD(nesterov=True)`), and Keras's. The paper asks for the gradient at the point where
        the momentum leads, $v \leftarrow \beta v - \eta \nabla L(\theta + \beta v)$ and
        $\theta \leftarrow \theta + v$. Write $w$ for that point $\theta + \beta v$, and, while the rate is constant,
        the two forms are one.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        momentum: the share beta of the memory that is kept at every step, 0 or more and less than 1.

    Raises:
        InputError: if a setting is out of its range.

    Source:
        Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; Sutskever,
        Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, ICML 2013,
        equations (3) and (4).

    Examples:
        >>> rule, state = Nesterov(learning_rate=0.5, momentum=0.5), Velocity(t=0, m=0.0)
        >>> rule.step(8.0, state, w=1.0)
        (6.0, Velocity(t=1, m=8.0))
    """

    def step(self, gradient: Array, state: Velocity, w: Array) -> tuple[Array, Velocity]:
        """The learning rate times the gradient and what the memory will add to it next (p,)."""
        t, m = state
        m = self.momentum * m + gradient
        return self.rate(t) * (gradient + self.momentum * m), Velocity(t + 1, m)
