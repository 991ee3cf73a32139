"""A descent that can be interrupted: its state is taken out of the loop and put back, and the loop does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from math import isfinite
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arguments import whole_number
from gdlearn.atomic import sweep
from gdlearn.backends import Backend
from gdlearn.batches import Batches
from gdlearn.descent import FULL, Step, descend
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Objective
from gdlearn.optimizers import Optimizer
from gdlearn.resuming.checkpoint import Checkpoint
from gdlearn.resuming.restorable import Restorable
from gdlearn.settings import to_plain

EVERY = timedelta(seconds=5)  # between two checkpoints: what a killed process loses, beside the step it was killed in


class Seen(NamedTuple):
    """The last step that was seen: a descent can go on from it, whatever happens during the next one.

    Attributes:
        t: its number.
        w: the weights before its update, shape (p,), an array of the backend.
        state: what the update rule remembered then.
    """

    t: int
    w: Array
    state: Any


@dataclass
class Resumable:
    """The steps of `gdlearn.descend`, with a checkpoint that is kept up to date.

    What comes after an interruption is bit for bit what would have come without it, on the same machine and with the
    same libraries. That needs three things beside the weights: what the update rule remembers, the losses so far, and
    the number of the step, from which the rows of its batch follow.

    Args:
        objective: what is minimised.
        start: the starting weights, shape (p,).
        backend: how the gradient is obtained.
        rule: the update rule.
        steps: the number of updates N, 0 or more.
        batches: which rows are used at which step; all of them at every step, if left out.
        path: the file of the checkpoint; none is written, if left out.
        about: what else the descent depends on, as plain values: the data above all. A checkpoint that was written
            with others, or with another rule, other batches or another backend, is refused.
        resume: whether to go on from the checkpoint at `path`.
        every: how many steps, or how much time, between two checkpoints.
        replace: whether a checkpoint that is there may be written over, if `resume` is not set.

    Attributes:
        losses: the losses of all steps so far, also of those before the interruption.
        seen: the last step that was seen here, or None before the first; `save` writes it down.

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
    batches: Batches = FULL
    path: Path | None = None
    about: dict[str, Any] = field(default_factory=dict)
    resume: bool = False
    every: int | timedelta = EVERY
    replace: bool = False
    losses: list[float] = field(init=False, default_factory=list)
    seen: Seen | None = field(init=False, repr=False, default=None)
    _rule: Restorable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the checkpoint, or see that there is none that would be written over.

        Raises:
            InputError: if there is a checkpoint and `resume` is not set, or the other way round; if it is another's or
                beyond the last step; if steps is not a whole number from 0, or every not one from 1 nor a time.
        """
        self.steps = whole_number("steps", self.steps)
        if not isinstance(self.every, timedelta):
            self.every = whole_number("every", self.every, least=1)
        self._rule = Restorable(self.rule, self.backend)
        if self.path is None:
            if self.resume:
                raise InputError("there is nothing to go on from; name the file with --checkpoint FILE.")
        elif self.resume:
            self._restore(Checkpoint.load(self.path, self.identity))
            sweep(self.path)
        elif self.path.exists() and not self.replace:
            raise InputError(f"{self.path} is there already; go on from it with --resume, or remove it first.")

    @property
    def identity(self) -> dict[str, Any]:
        """Everything that the descent depends on, as plain values."""
        backend = self.backend
        return self.about | {
            "number of rows": len(self.objective),
            "number of weights": self.objective.size,
            "optimiser": to_plain(self.rule),
            "batches": to_plain(self.batches),
            "backend": [backend.name, backend.method, backend.dtype, backend.device],
        }

    def _restore(self, found: Checkpoint) -> None:
        self.start, self.losses, self._rule.restored = found.weights, found.losses.tolist(), found.state
        if len(self.losses) > self.steps:
            raise InputError(
                f"{self.path} is at step {len(self.losses)} already, and {self.steps} steps are asked for; ask for "
                "more."
            )

    def __iter__(self) -> Iterator[Step]:
        """Every step from the first, or from the one of the checkpoint."""
        begin, written = len(self.losses), monotonic()
        stream = descend(self.objective, self.start, self.backend, self._rule, self._later(begin))
        for step in islice(stream, self.steps + 1 - begin):
            t, loss = len(self.losses), float(step.loss)
            self.seen = Seen(t, step.w, self._rule.state) if isfinite(loss) else self.seen
            if t in (begin, self.steps) or self._due(t, monotonic() - written):
                self.save()
                written = monotonic()
            self.losses.append(loss)
            yield step._replace(t=t)

    def save(self) -> int | None:
        """Write the checkpoint of the last step that was seen, whatever happened since then.

        Returns:
            The number of that step; None if there is none, or no file to write.

        Raises:
            InputError: if it cannot be written; the checkpoint before it is still whole.
        """
        if self.path is None or self.seen is None:
            return None
        t, w, state = self.seen
        losses = np.array(self.losses[:t])
        Checkpoint(self.identity, self.backend.to_numpy(w), losses, self._rule.taken(state)).save(self.path)
        return t

    def _due(self, t: int, seconds: float) -> bool:
        if isinstance(self.every, timedelta):
            return seconds >= self.every.total_seconds()
        return t % self.every == 0

    def _later(self, begin: int) -> Batches:
        """The batches from a step on: they follow from their seed, so the earlier ones are drawn and left out."""
        return lambda n: islice(self.batches(n), begin, None)
