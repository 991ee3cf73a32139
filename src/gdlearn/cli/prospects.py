"""What gradient descent can reach on squared error, said before it starts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gdlearn.cli.digits import certain
from gdlearn.objectives import Objective
from gdlearn.optimizers import GD, Rule
from gdlearn.scaling import Scaling
from gdlearn.theory import (
    best_learning_rate,
    condition_number,
    convergence_rate,
    largest_stable_learning_rate,
    steps_to,
    unit_roundoff,
)

NEAR = 1e-6  # a share of the distance to the minimum that is as good as there
HOPELESS_CONDITION = 1e8
HOPELESS_STEPS = 1e6
UNKNOWN = 1 / (8 * unit_roundoff("float64")) ** 2  # from here on the smallest singular value is rounding
SLOW = 10.0  # times the least number of steps: the learning rate is far too small
BETTER = 100.0  # times that a condition number has to fall for the advice to be worth it


class Prospects(NamedTuple):
    """What a quadratic loss says of a descent on it.

    Attributes:
        condition: the condition number.
        scaled: what it would be with standardised features, or None where they are so already.
        stable: the largest stable learning rate.
        least: how many steps leave `NEAR` of the distance to the minimum, with the best learning rate.
        left: the share of that distance that the steps of this descent leave in the flattest direction, or None for
            other rules than gradient descent.
        enough: how many steps would leave `NEAR` of it, or None.
    """

    condition: float
    scaled: float | None
    stable: float
    least: float
    left: float | None = None
    enough: float | None = None

    @classmethod
    def of(cls, objective: Objective, rule: Rule, steps: int, *, scale: bool) -> Prospects:
        """Those of a quadratic objective of few rows; `scale` asks for the condition of standardised features too."""
        condition = condition_number(objective)
        scaled = condition_number(standardised(objective)) if scale else None
        stable, least = (
            largest_stable_learning_rate(objective),
            steps_to(objective, best_learning_rate(objective), NEAR),
        )
        if not isinstance(rule, GD):
            return cls(condition, scaled, stable, least)
        rate = rule.rate(0)
        with np.errstate(over="ignore"):
            left = float(np.float64(convergence_rate(objective, rate)) ** steps)
        enough = steps_to(objective, rate, NEAR)
        if math.isinf(enough):  # where 1 - rate * curvature rounds to 1, the logarithm of the rest is the rest
            enough = -math.log(NEAR) * condition * stable / (2 * rate)
        return cls(condition, scaled, stable, least, left, enough)

    @property
    def hopeless(self) -> bool:
        """Whether no number of steps that anybody waits for is enough."""
        return self.condition >= HOPELESS_CONDITION or self.least > HOPELESS_STEPS

    @property
    def dependent(self) -> bool:
        """Whether the features depend on each other up to rounding, so that there is not one minimum."""
        return min(self.condition, self.scaled or math.inf) >= UNKNOWN

    def sentences(self, steps: int) -> Iterator[str]:
        """What matters of it; nothing where all is well."""
        if self.dependent:
            yield "The features depend on each other, up to rounding: leave one of them out, or add --penalty."
            return
        if self.left is not None and self.enough is not None and NEAR < self.left <= 1:
            many = f"{self.enough:.0f}" if self.enough < HOPELESS_STEPS else f"{min(self.enough, UNKNOWN):.0e}"
            yield (
                f"In the flattest direction {steps} steps leave {100 * self.left:.3g} % of the distance to the "
                f"minimum; a millionth is left after {many} steps."
            )
            if self.enough > SLOW * self.least and not self.hopeless:
                yield f"Learning rates up to {self.stable:.3g} are stable, and the best takes {self.least:.0f} steps."
        if self.scaled is not None and self.scaled * BETTER < self.condition:
            yield f"With --standardise the condition number is {shown(self.scaled)}."
        if self.hopeless:
            yield "Gradient descent will not get there: --exact computes the minimum without steps, by least squares."


def standardised(objective: Objective) -> Objective:
    """A quadratic objective of few rows, its features as if they had been standardised; the penalty stays as it is."""
    core: Any = objective.core
    triangle: Any = np.linalg.qr(np.roll(core.X, 1, axis=1), mode="r")  # the ones first: what is below is centred
    std = np.linalg.norm(triangle[1:, 1:], axis=0)
    length = abs(triangle[0, 0])
    scaling = Scaling(triangle[0, 1:] / triangle[0, 0], np.where(std > 0, std, 1.0) / length)
    X = core.X.copy()
    X[:, :-1] = (X[:, :-1] - X[:, -1:] * scaling.mean) / scaling.std
    return objective.with_core(type(core)(X, core.y, core.convention))


def shown(condition: float) -> str:
    """A condition number, with the digits that rounding leaves in it."""
    if condition >= UNKNOWN:
        return f"above {UNKNOWN:.0e}"
    return certain(condition, math.sqrt(condition / UNKNOWN) * condition, most=3)
