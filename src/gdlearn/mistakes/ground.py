"""The problem on which a mistake is shown: data, loss, start and learning rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.data import Dataset, line, starting_weights
from gdlearn.mistakes.run import Loop, Run, walk
from gdlearn.objectives import L2, Convention, Huber, Logistic, MeanSquaredError, Objective, Poisson
from gdlearn.summary import describe
from gdlearn.theory import largest_stable_learning_rate

SHARE = 0.35  # of the largest stable learning rate: twice as much would still descend

OBJECTIVES: dict[str, Callable[[Any, Any], Objective]] = {
    "ridge": lambda X, y: L2(MeanSquaredError(X, y), strength=1.0),
    "huber": lambda X, y: Huber(X, y, delta=2.0),
    "logistic": Logistic,
    "poisson": Poisson,
    **{convention: partial(MeanSquaredError, convention=convention) for convention in Convention},
}
RELABELLED: dict[str, Callable[[Dataset], Dataset]] = {"logistic": Dataset.as_classes, "poisson": Dataset.as_counts}


class Length(NamedTuple):
    """How much is shown.

    Attributes:
        samples: how many.
        steps: how many updates.
        standardised: whether the feature is scaled, so that a right program arrives within the steps.
    """

    samples: int
    steps: int
    standardised: bool


SHORT = Length(samples=1000, steps=60, standardised=False)
LONG = Length(samples=100, steps=300, standardised=True)


@dataclass(frozen=True)
class Ground:
    """The problem on which a mistake is shown.

    Attributes:
        dataset: the data, with one feature.
        objective: the loss.
        start: the starting weights, shape (2,), away from 0.
        rate: the learning rate, safe for the right program.
        length: how many steps.
        units: turns the weights of the right program into the units of the data.
    """

    dataset: Dataset
    objective: Objective
    start: FloatArray
    rate: float
    length: Length
    units: Callable[[FloatArray], FloatArray]

    @property
    def title(self) -> str:
        """The problem in a line or two."""
        sizes = f"{len(self.dataset)} samples, {describe(self.objective)}"
        return f"{self.dataset.title}\n{sizes}, learning rate {self.rate:g}, {self.length.steps} steps"

    @property
    def settings(self) -> dict[str, float]:
        """What the program of a gradient finds under its name: the strength of a penalty, where Huber's loss bends."""
        return {name: getattr(self.objective, name) for name in ("strength", "delta") if hasattr(self.objective, name)}

    def run(self, loop: Loop, rate: float = 0.0, *, right: bool = False) -> Run:
        """What a loop does here."""
        units = self.units if right else np.asarray
        return walk(loop, self.dataset, self.objective, self.start, rate or self.rate, self.length.steps, units)


@cache
def ground_of(program: str, length: Length = SHORT) -> Ground:
    """The problem for a right program: its own loss, and a learning rate that is safe for it.

    Args:
        program: the name of a right program.
        length: `SHORT` or `LONG`.

    Examples:
        >>> ground_of("descent").rate
        0.01
    """
    data = line(length.samples)
    if program in RELABELLED:
        data = RELABELLED[program](data)
    scaled = data.standardise()
    make = OBJECTIVES.get(program, MeanSquaredError)
    start = starting_weights(len(data.columns))
    scales = program == "scaled_descent"  # it sees standardised features, whatever the data are
    seen = make(scaled.X, scaled.y) if scales or length.standardised else make(data.X, data.y)
    rate = float(f"{SHARE * largest_stable_learning_rate(seen, start):.1g}")
    shown = scaled if length.standardised else data
    units = scaled.original_units if scales and not length.standardised else np.asarray
    return Ground(shown, make(shown.X, shown.y), start, rate, length, units)
