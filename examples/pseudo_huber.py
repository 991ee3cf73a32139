"""An objective of one's own: the pseudo-Huber loss, a hyperbola in the place of Huber's parabola with two lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdlearn.objectives.base import Array
from gdlearn.objectives.linear import LinearObjective


@dataclass(frozen=True, eq=False)
class PseudoHuber(LinearObjective):
    r"""The mean pseudo-Huber loss of a linear model; r = X w - y.

    Formula:
        $$\ell(r) = \sqrt{1 + r^2} - 1$$

    Attributes:
        X: design matrix, shape (n, p), bias column of ones last.
        y: targets, shape (n,).

    Numerics:
        For small r the difference above cancels: at r = 1e-9 it is 0. Multiplied by $\sqrt{1 + r^2} + 1$ above and
        below a fraction line, it keeps all digits.

    Source:
        Charbonnier, Blanc-Féraud, Aubert, Barlaud, Deterministic Edge-preserving Regularization in Computed Imaging,
        IEEE Transactions on Image Processing 6 (1997), 298-311.
    """

    analytic: ClassVar[bool] = True  # a root of 1 + r * r: nothing in it asks for the real part or a sign

    def pointwise(self, z: Array) -> Array:
        """The loss of every sample, shape (n,), at the predictions z (n,)."""
        r = z - self.y
        return r * r / (1 + (1 + r * r) ** 0.5)

    def slope(self, z: Array) -> Array:
        r"""Its derivative, derived by hand, shape (n,).

        Formula:
            $$\frac{\partial \ell}{\partial z} = \frac{2 r}{2 \sqrt{1 + r^2}} = \frac{r}{\sqrt{1 + r^2}}$$
        """
        r = z - self.y
        return r / (1 + r * r) ** 0.5
