"""AdamW: Adam, and beside it a pull towards zero that Adam does not rescale."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.objectives.base import Array
from gdlearn.optimizers.adam import Adam, Moments


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam with decoupled weight decay: every weight also loses the same small share of itself.

    Formula:
        $$w_{t+1} = w_t - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon} - \eta\, \lambda\, w_t$$

        with the means of `Adam`. A penalty $\frac{\lambda}{2} |w|^2$ in the loss would add $\lambda w$ to the gradient,
        and Adam would then divide it by the size of the gradient: weights with steep slopes would hardly decay.

        As in PyTorch the decay is multiplied by the learning rate (the paper multiplies it by the schedule only), and
        every weight decays, the bias too.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).
        betas: the shares of the two running means that are kept at every step, each 0 or more and less than 1.
        eps: what keeps 0 / 0 out, in units of the gradient, greater than 0.
        weight_decay: the share lambda of itself, times eta, that a weight loses at every step, 0 or more.

    Raises:
        InputError: if a setting is out of its range.

    Source:
        Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, Algorithm 2.

    Examples:
        >>> rule, state = AdamW(learning_rate=0.5, weight_decay=0.25), Moments(t=0, m=0.0, v=0.0)
        >>> rule.step(0.0, state, w=8.0)
        (1.0, Moments(t=1, m=0.0, v=0.0))
    """

    weight_decay: float = 0.01

    def step(self, gradient: Array, state: Moments, w: Array) -> tuple[Array, Moments]:
        """Adam's step and the decay (p,), side by side: the decay never enters the means."""
        decay = self.rate(state.t) * self.weight_decay * w
        delta, state = super().step(gradient, state, w)
        return delta + decay, state
