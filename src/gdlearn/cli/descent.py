"""The options that say how to descend: the update rule, its rate, the rows of every step, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cyclopts import Parameter

from gdlearn.arrays import FloatArray
from gdlearn.batches import Batches, FullBatch, Shuffled, steps_per_epoch
from gdlearn.cli.task import Whole
from gdlearn.errors import InputError
from gdlearn.objectives import Objective
from gdlearn.optimizers import OPTIMIZERS, Rule
from gdlearn.theory import largest_stable_learning_rate

STEPS = 1000

# The learning rate where none is given. Rules that follow the gradient: a share of the largest stable rate, fast and
# well away from the edge, and a tenth of it where momentum 0.9 makes ten steps out of one.
SHARE_OF_STABLE = {"gd": 0.75, "momentum": 0.075, "nesterov": 0.075}
ADAPTIVE = 0.05  # rules whose steps are about as long as the rate, whatever the gradient


@Parameter(name="*")
@dataclass(frozen=True)
class Descent:
    """How to descend.

    Attributes:
        optimizer: Update rule.
        learning_rate: Learning rate; without it three quarters of the largest stable one for gradient descent, a tenth
            of that for momentum and nesterov, and 0.05 for the others.
        steps: Number of updates; 1000 if neither this nor --epochs is given.
        epochs: Number of times that every row is used, instead of --steps.
        batch_size: Rows of each step, drawn without repetition until all are used; all rows if left out.
    """

    optimizer: Literal["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = "gd"
    learning_rate: float | None = None
    steps: Whole | None = None
    epochs: Whole | None = None
    batch_size: Whole | None = None

    def rule(self, objective: Objective, start: FloatArray) -> Rule:
        """The update rule with its rate."""
        rate = self.learning_rate
        if rate is None and self.optimizer in SHARE_OF_STABLE:
            rate = SHARE_OF_STABLE[self.optimizer] * largest_stable_learning_rate(objective, start)
        return OPTIMIZERS[self.optimizer](ADAPTIVE if rate is None else rate)

    def batches(self, seed: int) -> Batches:
        """The rows of every step."""
        return FullBatch() if self.batch_size is None else Shuffled(self.batch_size, seed)

    def updates(self, n: int) -> int:
        """The number of updates for n samples."""
        if self.epochs is None:
            return STEPS if self.steps is None else self.steps
        if self.steps is not None:
            raise InputError("--steps and --epochs both say how long to descend; give one of them.")
        if self.epochs < 0:
            raise InputError(f"--epochs is {self.epochs}; it must be a whole number, 0 or more.")
        return self.epochs * steps_per_epoch(n, self.batch_size or n)
