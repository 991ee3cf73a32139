"""Adam: momentum and RMSProp together, both corrected for having started from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gdlearn.objectives.base import Array
from gdlearn.optimizers.base import Rule, zeros
from gdlearn.schedules import Schedule


class Moments(NamedTuple):
    """What Adam remembers.

    Attributes:
        t: the number of the next step.
        m: the running mean of the gradients so far, shape (p,).
        v: the running mean of their squares, shape (p,), 0 or more.
    """

    t: int
    m: Array
    v: Array


@dataclass(frozen=True)
class Adam(Rule):
    r"""The mean of recent gradients in units of their recent size: steps of about the learning rate, on any scale.

    Formula:
        $$m_{t+1} = \beta_1 m_t + (1 - \beta_1)\, g_t, \qquad v_{t+1} = \beta_2 v_t + (1 - \beta_2)\, g_t^2,
          \qquad m_0 = v_0 = 0$$

        $$\hat m = \frac{m_{t+1}}{1 - \beta_1^{t+1}}, \qquad \hat v = \frac{v_{t+1}}{1 - \beta_2^{t+1}},
          \qquad w_{t+1} = w_t - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}$$

        component by component. Means that start from 0 are too small at first; the division makes up for it exactly
        when all gradients are equal. Our t counts from 0 and the paper's from 1: hence t + 1.

        PyTorch and this package add eps outside the root, after the correction, as in Algorithm 1 of the paper. Keras
        adds it before the correction (the paper's $\hat\epsilon$), so that it weighs more at first.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        betas: the shares of the two running means that are kept at every step, each 0 or more and less than 1.
        eps: what keeps 0 / 0 out, in units of the gradient, greater than 0.

    Raises:
        InputError: if a setting is out of its range.

    Numerics:
        Where the true gradient is 0, rounding error divided by its own size is about 1, and the step is as long as any
        other. Data that are centred and weights that start at 0 show it: after one float32 step three right programs
        had the biases 0, 0.026 and -0.030.

    Source:
        Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, Algorithm 1.

    Examples:
        >>> rule, state = Adam(learning_rate=0.5, betas=(0.5, 0.75)), Moments(t=0, m=0.0, v=0.0)
        >>> delta, state = rule.step(8.0, state, w=1.0)
        >>> round(delta, 6), state
        (0.5, Moments(t=1, m=4.0, v=16.0))
    """

    learning_rate: float | Schedule = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8

    def init(self, w: Array) -> Moments:
        """Both means at zero."""
        return Moments(0, zeros(w), zeros(w))

    def step(self, gradient: Array, state: Moments, w: Array) -> tuple[Array, Moments]:
        """The learning rate times the corrected mean (p,), in units of the corrected size."""
        t, m, v = state
        beta1, beta2 = self.betas
        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient**2
        m_hat = m / (1 - beta1 ** (t + 1))
        v_hat = v / (1 - beta2 ** (t + 1))
        return self.rate(t) * m_hat / (v_hat**0.5 + self.eps), Moments(t + 1, m, v)
