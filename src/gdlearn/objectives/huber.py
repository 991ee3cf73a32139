"""Huber's loss: squared error for small residuals, and only proportional to large ones, so that outliers pull less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdlearn.arguments import finite_number
from gdlearn.objectives.base import Array, Sample, array_namespace
from gdlearn.objectives.linear import LinearObjective


@dataclass(frozen=True, eq=False)
class Huber(LinearObjective):
    r"""The mean of Huber's loss of a linear model; r = X w - y.

    Formula:
        $$\ell(r) = \begin{cases} r^2 / 2 & |r| \le \delta \\ \delta\,|r| - \delta^2 / 2 & |r| > \delta \end{cases}$$

        Both cases are one expression, with the residual clipped to the span from $-\delta$ to $\delta$:

        $$\ell(r) = c\,r - \frac{c^2}{2}, \qquad c = \operatorname{clip}(r, -\delta, \delta)$$

        This is `torch.nn.HuberLoss`; for small residuals it is half of squared error, and so has half its gradient.

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).
        delta: the size of a residual, in units of y, above which it counts as large; greater than 0.

    Raises:
        InputError: if the shapes of X and y do not fit, or delta is not a finite number greater than 0.

    Numerics:
        At the kinks libraries differ in what they take for the slope of |r| and of clip. Here it does not matter:
        autograd finds $c + c'(r - c)$, and where $c'$ is in doubt, $r - c$ is 0.

    Source:
        Huber, Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35 (1964), 73-101.

    Examples:
        >>> import numpy as np
        >>> objective = Huber(np.array([[1.0], [1.0]]), np.array([0.0, 9.0]))
        >>> objective.loss_and_gradient(np.array([0.5]))
        (np.float64(4.0625), array([-0.25]))
    """

    delta: float = 1.0
    bend: ClassVar[float] = 1.0  # within delta the loss is r^2 / 2, beyond it is straight

    def __post_init__(self) -> None:
        """Check the shapes and delta; as a Python float it leaves float32 arrays in float32."""
        super().__post_init__()
        object.__setattr__(self, "delta", finite_number("delta", self.delta, above=0))

    def pointwise(self, z: Array) -> Array:
        """Huber's loss of every residual, shape (n,), at the predictions z (n,)."""
        r = z - self.y
        c = self._clip(r)
        return c * r - c * c / 2

    def slope(self, z: Array) -> Array:
        r"""Its derivative, derived by hand: the clipped residual, shape (n,).

        Formula:
            Where $|r| < \delta$, $\ell = r^2/2$ and $\ell' = r$. Beyond, $\ell = \pm\delta r - \delta^2/2$ and
            $\ell' = \pm\delta$. The two meet at $|r| = \delta$ with the same slope, so that everywhere

            $$\frac{\partial \ell}{\partial z} = \operatorname{clip}(r, -\delta, \delta)$$
        """
        return self._clip(z - self.y)

    @property
    def sample(self) -> Sample:
        """Huber's loss of one sample, and its slope."""
        return Sample(clipped, 1 / len(self), self.delta)

    def _clip(self, r: Array) -> Array:
        return array_namespace(r).clip(r, -self.delta, self.delta)


def clipped(z: float, y: float, delta: float) -> tuple[float, float]:
    """Huber's loss of one residual, and its slope: the residual itself, clipped to the span from -delta to delta."""
    r = z - y
    c = min(max(r, -delta), delta)
    return c * r - c * c / 2, c
