"""What a descent leaves behind: one row for each step, on the host, never to change again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from gdlearn.arguments import whole_number
from gdlearn.arrays import FloatArray
from gdlearn.atomic import atomic_write
from gdlearn.backends import Backend
from gdlearn.backends.base import to_host
from gdlearn.batches import Batches
from gdlearn.descent import FULL, Step, descend
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import Optimizer
from gdlearn.settings import from_plain, to_plain

FORMAT = 1  # of the files that `save` writes
LOOK = 64  # steps between two looks at the loss where it lies on another device: to look is to wait for it


class Outcome(StrEnum):
    """How a descent ended. Divergence is a result, not an error: a lesson plots it."""

    DONE = "done"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Trajectory:
    """N updates in N + 1 rows: row t holds the weights before update t, and the loss and gradient there.

    Attributes:
        weights: shape (N + 1, p), float64; the values are those of `dtype`, which float64 holds exactly.
        loss: shape (N + 1,).
        gradient: shape (N + 1, p).
        backend: the name of the backend.
        method: how it got its gradient.
        dtype: the arithmetic of the descent, "float64" or "float32".
        device: where it ran.
        optimizer: the update rule with its settings.
        batches: which rows were used at which step.
        outcome: `diverged` if the loss stopped being a finite number; the last row is then the first such row.
    """

    weights: FloatArray
    loss: FloatArray
    gradient: FloatArray
    backend: str
    method: str
    dtype: str
    device: str
    optimizer: Optimizer
    batches: Batches = FULL
    outcome: Outcome = Outcome.DONE

    def __len__(self) -> int:
        """The number of rows, N + 1."""
        return len(self.loss)

    @property
    def label(self) -> str:
        """Backend and method, as tables and figures show it: "numpy (by hand)"."""
        return f"{self.backend} ({self.method})"

    @property
    def first_increase(self) -> int | None:
        """The first step whose loss is above the loss at the start (or not finite), or None if there is none.

        On squared error a stable learning rate never gets there.
        """
        above = np.flatnonzero(~(self.loss <= self.loss[0]))
        return int(above[0]) if len(above) else None

    def save(self, path: Path | str) -> None:
        """Write everything into one `.npz` file, which loads without pickle.

        Raises:
            InputError: if the file cannot be written.
        """
        about = {name: getattr(self, name) for name in ("backend", "method", "dtype", "device", "outcome")}
        about |= {"format": FORMAT, "optimizer": to_plain(self.optimizer), "batches": to_plain(self.batches)}
        with atomic_write(Path(path)) as file:
            np.savez(
                file, weights=self.weights, loss=self.loss, gradient=self.gradient, about=np.array(json.dumps(about))
            )

    @classmethod
    def load(cls, path: Path | str) -> Trajectory:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is missing, is no trajectory, or was written by a newer version.
        """
        try:
            # Opened here, since np.load leaves the file open when what is in it cannot be read.
            with Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                arrays = {name: file[name] for name in ("weights", "loss", "gradient")}
                about = json.loads(str(file["about"]))
        except FileNotFoundError as error:
            raise InputError(f"there is no file {path}; save a trajectory there first.") from error
        except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
            raise InputError(f"{path} is not a trajectory that gdlearn saved ({error}).") from error
        if about.pop("format") > FORMAT:
            raise InputError(f"{path} was saved by a newer gdlearn; update gdlearn to read it.")
        try:
            settings = {name: from_plain(about.pop(name)) for name in ("optimizer", "batches")}
        except KeyError as error:
            raise InputError(f"{path} was recorded with {error}, which this gdlearn does not know.") from error
        return cls(**arrays, **settings, outcome=Outcome(about.pop("outcome")), **about)


Watch = Callable[[Iterable[Any]], Iterable[Any]]


def record(
    objective: Objective,
    start: Any,
    backend: Backend,
    optimizer: Optimizer,
    steps: int,
    batches: Batches = FULL,
    watch: Watch = iter,
) -> Trajectory:
    """Descend and keep every step.

    Args:
        objective: what is minimised, with its data on the host.
        start: the starting weights, shape (p,).
        backend: how the gradient is obtained.
        optimizer: what is made of the gradient.
        steps: the number of updates N, 0 or more.
        batches: which rows are used at which step; all of them at every step, if left out.
        watch: wraps the stream of steps, for instance in a progress bar.

    Returns:
        A trajectory of N + 1 rows, or fewer if it diverged.

    Raises:
        InputError: if steps is not a whole number from 0, or `start` is not p finite numbers.

    Examples:
        >>> from gdlearn import GD, MeanSquaredError, get_backend, line
        >>> data = line()
        >>> run = record(MeanSquaredError(data.X, data.y), [0.0, 0.0], get_backend("numpy"), GD(0.01), steps=1000)
        >>> len(run), run.outcome.value
        (1001, 'done')
    """
    updates = whole_number("steps", steps)
    check_start(start, objective.size)
    stream = islice(descend(objective, start, backend, optimizer, batches), updates + 1)
    return _collect(watch(stream), backend, optimizer, batches)


def replay(objective: Objective, along: Trajectory, backend: Backend, watch: Watch = iter) -> Trajectory:
    """The loss and the gradient of one backend at the weights that another one walked through.

    Two descents drift apart by rounding, a little more with every step. At shared weights there is no drift: what is
    left is the difference of the two gradients.

    Args:
        objective: what is minimised, with its data on the host.
        along: the trajectory whose weights are visited.
        backend: the backend to ask; its dtype should be that of the trajectory.
        watch: wraps the stream of steps, for instance in a progress bar.

    Returns:
        A trajectory with the weights of `along`, and the loss and gradient of `backend` there.

    Examples:
        >>> from gdlearn import GD, MeanSquaredError, get_backend, line
        >>> data, numpy = line(), get_backend("numpy")
        >>> objective = MeanSquaredError(data.X, data.y)
        >>> run = record(objective, [0.0, 0.0], numpy, GD(0.01), steps=10)
        >>> bool((replay(objective, run, numpy).gradient == run.gradient).all())
        True
    """
    on_backend = objective.on(backend)

    def steps() -> Iterable[Step]:
        for t, (w, rows) in enumerate(zip(along.weights, along.batches(len(objective)), strict=False)):
            part = on_backend if rows is None else on_backend.rows(rows)
            parameters = backend.parameters(w)
            yield Step(t, backend.snapshot(parameters), *backend.loss_and_gradient(part, parameters))

    return _collect(watch(steps()), backend, along.optimizer, along.batches)


def milestones(steps: int) -> list[int]:
    """The steps that a table shows: 0, 1, 10, 100, ... and the last.

    Examples:
        >>> milestones(250)
        [0, 1, 10, 100, 250]
    """
    return sorted({0, steps, *(10**k for k in range(len(str(steps))) if 10**k <= steps)})


def check_start(start: Any, size: int) -> None:
    """Refuse starting weights that are not `size` finite numbers."""
    try:
        w = np.asarray(start, dtype=np.float64)
    except (TypeError, ValueError):
        w = np.full(0, np.nan)
    if w.shape != (size,) or not np.isfinite(w).all():
        raise InputError(f"the starting weights are {start!r}; they must be {size} finite numbers, the bias last.")


def _collect(steps: Iterable[Step], backend: Backend, optimizer: Optimizer, batches: Batches) -> Trajectory:
    """Keep every step up to the first whose loss is not finite; that one is kept too, as the evidence."""
    rows: list[Step] = []
    look = 1 if backend.device == "cpu" else LOOK
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging descent overflows, and `outcome` says so
        for step in steps:
            rows.append(step)
            if len(rows) % look == 0 and not isfinite(float(step.loss)):
                break
    loss = to_host(backend, [row.loss for row in rows]).astype(np.float64)
    over = np.flatnonzero(~np.isfinite(loss))
    end, outcome = (int(over[0]) + 1, Outcome.DIVERGED) if len(over) else (len(rows), Outcome.DONE)
    weights, gradient = (
        to_host(backend, [getattr(row, name) for row in rows[:end]]).astype(np.float64) for name in ("w", "gradient")
    )
    about = {name: getattr(backend, name) for name in ("method", "dtype", "device")}
    return Trajectory(
        weights, loss[:end], gradient, backend.name, **about, optimizer=optimizer, batches=batches, outcome=outcome
    )
