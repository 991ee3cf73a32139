"""A descent that can be interrupted: its state is taken out of the loop and put back, and the loop does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.arguments import whole_number
from gdlearn.backends import Backend
from gdlearn.descent import Step, descend
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Objective
from gdlearn.optimizers import Optimizer
from gdlearn.streaming.checkpoint import Checkpoint

EVERY = 5.0  # seconds between two checkpoints: what an interruption costs at most, beside the step it falls into


@dataclass
class Restorable:
    """An update rule whose state can be taken out and put back; otherwise the rule itself.

    Args:
        rule: the rule that is asked.
        backend: whose arrays the state is made of.
        restored: the state to begin with, as `taken` gave it, or None to begin with that of step 0.
    """

    rule: Optimizer
    backend: Backend
    restored: list[NDArray[Any]] | None = None
    state: Any = field(init=False, default=None)

    def init(self, w: Array) -> Any:
        """The state of step 0, or the one that was put back."""
        self.state = self.rule.init(w)
        if self.restored is not None:
            leaves = iter(self.restored)
            self.state = _mapped(self.state, lambda leaf: _like(leaf, next(leaves), self.backend))
        return self.state

    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        """The step of the rule, whose new state is remembered."""
        delta, self.state = self.rule.step(gradient, state, w)
        return delta, self.state

    def taken(self) -> list[NDArray[Any]]:
        """The numbers and arrays of the state, in their order, on the host."""
        leaves: list[NDArray[Any]] = []
        _mapped(self.state, lambda leaf: leaves.append(self._host(leaf)))
        return leaves

    def _host(self, leaf: Any) -> NDArray[Any]:
        return np.array(leaf) if isinstance(leaf, (int, float)) else np.array(self.backend.to_numpy(leaf))


def _mapped(state: Any, change: Callable[[Any], Any]) -> Any:
    """The same tuples with every number and array changed."""
    if not isinstance(state, tuple):
        return change(state)
    parts = [_mapped(part, change) for part in state]
    return type(state)(*parts) if hasattr(state, "_fields") else tuple(parts)


def _like(leaf: Any, saved: NDArray[Any], backend: Backend) -> Any:
    return type(leaf)(saved.item()) if isinstance(leaf, (int, float)) else backend.asarray(saved)


@dataclass
class Resumable:
    """The steps of `gdlearn.descend`, with a checkpoint that is kept up to date.

    What comes after an interruption is bit for bit what would have come without it, on the same machine.

    Args:
        objective: what is minimised.
        start: the starting weights, shape (p,).
        backend: how the gradient is obtained.
        rule: the update rule.
        steps: the number of updates N, 0 or more.
        path: the file of the checkpoint; none is written, if left out.
        about: the settings and the data, as plain values; a checkpoint of others is refused.
        resume: whether to go on from the checkpoint at `path`.
        every: seconds between two checkpoints; 0 writes one at every step.

    Attributes:
        losses: the losses of all steps so far, also of those before the interruption.

    Examples:
        >>> from gdlearn import GD, MeanSquaredError, get_backend, line
        >>> data = line()
        >>> objective = MeanSquaredError(data.X, data.y)
        >>> descent = Resumable(objective, [0.0, 0.0], get_backend("numpy"), GD(0.01), steps=3)
        >>> [step.t for step in descent], len(descent.losses)
        ([0, 1, 2, 3], 4)
    """

    objective: Objective
    start: Any
    backend: Backend
    rule: Optimizer
    steps: int
    path: Path | None = None
    about: dict[str, Any] = field(default_factory=dict)
    resume: bool = False
    every: float = EVERY
    losses: list[float] = field(init=False, default_factory=list)
    _rule: Restorable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the checkpoint, or see that there is none that would be written over.

        Raises:
            InputError: if there is a checkpoint and `resume` is not set, or the other way round; if it is another's or
                beyond the last step; if steps is not a whole number from 0.
        """
        self.steps = whole_number("steps", self.steps)
        self._rule = Restorable(self.rule, self.backend)
        if self.resume and self.path is None:
            raise InputError("there is nothing to go on from; name the file with --checkpoint FILE.")
        if self.resume and self.path is not None:
            found = Checkpoint.load(self.path, self.about)
            self.start, self.losses, self._rule.restored = found.weights, found.losses.tolist(), found.state
            if len(self.losses) > self.steps:
                raise InputError(
                    f"{self.path} is at step {len(self.losses)} already, and {self.steps} steps are asked for; ask for "
                    "more."
                )
        elif self.path is not None and self.path.exists():
            raise InputError(f"{self.path} is there already; go on from it with --resume, or remove it first.")

    def __iter__(self) -> Iterator[Step]:
        """Every step from the first, or from the one of the checkpoint."""
        written, begin = monotonic(), len(self.losses)
        stream = descend(self.objective, self.start, self.backend, self._rule)
        for step in islice(stream, self.steps + 1 - begin):
            t = len(self.losses)
            if self.path is not None and (monotonic() - written >= self.every or t in (1, self.steps)):
                self.save(step)
                written = monotonic()
            self.losses.append(float(step.loss))
            yield step._replace(t=t)

    def save(self, step: Step) -> None:
        """Write the checkpoint, as things are just before the update of this step."""
        if self.path is not None:
            weights, losses = self.backend.to_numpy(step.w), np.array(self.losses)
            Checkpoint(self.about, weights, losses, self._rule.taken()).save(self.path)
