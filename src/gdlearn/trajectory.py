"""What a descent leaves behind: one row for each step, on the host, never to change again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from gdlearn import archive
from gdlearn.arguments import whole_number
from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.backends.base import DTYPES, to_host
from gdlearn.batches import Batches
from gdlearn.descent import FULL, Step, check_parts, descend
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import Optimizer
from gdlearn.settings import from_plain, to_plain

# What stands in a file of a trajectory.
KIND = archive.Kind("trajectory", 1, "save one there first")
ARRAYS = ("weights", "loss", "gradient")
TEXTS = ("backend", "method", "dtype", "device", "outcome")
PARTS = ("optimizer", "batches")
OF_THE_FILE = {"kind", "version", "gdlearn", "format"}  # the first trajectories had a format in place of a version

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
        about = {name: getattr(self, name) for name in TEXTS} | {name: to_plain(getattr(self, name)) for name in PARTS}
        archive.write(Path(path), KIND, about, {name: getattr(self, name) for name in ARRAYS})

    @classmethod
    def load(cls, path: Path | str) -> Trajectory:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is missing, is no trajectory, or was written by a newer version.
        """
        about, arrays = archive.read(Path(path), KIND)
        try:
            return _restored(about, arrays)
        except KeyError as error:
            raise InputError(f"{path} was recorded with {error}, which this gdlearn lacks; record it again.") from error
        except (TypeError, ValueError) as error:
            raise InputError(f"{path} was changed since gdlearn saved it ({error}); record it again.") from error


def _restored(about: dict[str, Any], arrays: dict[str, Any]) -> Trajectory:
    """A trajectory from what stands in its file.

    Raises:
        KeyError: if it was recorded with a class that is not known here.
        ValueError: if something is missing, or cannot be.
    """
    if strange := {*TEXTS, *PARTS, *ARRAYS} ^ {*about, *arrays} - OF_THE_FILE:
        raise ValueError(f"{', '.join(sorted(strange))} is missing, or not known")
    texts = {name: about[name] for name in TEXTS}
    if texts["dtype"] not in DTYPES or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("it does not say how it was computed")
    parts = {name: from_plain(about[name]) for name in PARTS}
    check_parts(**parts)
    run = Trajectory(**arrays, **parts, **texts | {"outcome": Outcome(texts["outcome"])})
    n, p = run.weights.shape if run.weights.ndim == 2 else (0, 0)
    shapes = {name: array.shape for name, array in arrays.items()}
    if n * p == 0 or shapes != {"weights": (n, p), "loss": (n,), "gradient": (n, p)}:
        raise ValueError(f"its arrays have the shapes {shapes}")
    if any(array.dtype != np.float64 for array in arrays.values()):
        raise ValueError("its arrays are not all float64")
    if run.outcome is Outcome.DONE and not (np.isfinite(run.loss).all() and np.isfinite(run.weights).all()):
        raise ValueError("it holds NaN or infinity, and no divergence is told")
    return run


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
    check_parts(objective=objective, backend=backend, optimizer=optimizer, batches=batches)
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
