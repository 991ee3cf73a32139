"""The only loop. Everything else hands it a value or watches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gdlearn.arguments import shown
from gdlearn.arrays import FloatArray, real_array
from gdlearn.backends import Backend
from gdlearn.batches import Batches, FullBatch
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, Objective
from gdlearn.optimizers import Optimizer

FULL = FullBatch()


class Step(NamedTuple):
    """One turn of the loop, as seen just before its update. Whoever keeps it may keep it: nothing in it changes later.

    Attributes:
        t: the number of the step, from 0.
        w: the weights before update t, shape (p,), an array of the backend.
        loss: the loss at `w` over the rows of this step, a scalar ().
        gradient: the gradient at `w` over the same rows, shape (p,).
    """

    t: int
    w: Array
    loss: Array
    gradient: Array


def descend(
    objective: Objective, start: Any, backend: Backend, optimizer: Optimizer, batches: Batches = FULL
) -> Iterator[Step]:
    """Go downhill, one step at a time, for as long as somebody asks for the next step.

    It never stops by itself: `itertools.islice` takes the first steps, `itertools.takewhile` stops on a condition,
    `gdlearn.record` keeps what it sees. The first N + 1 steps hold N updates, since a step is seen before its update.

    Args:
        objective: what is minimised, with its data on the host.
        start: the starting weights, shape (p,); they are copied.
        backend: how the gradient is obtained.
        optimizer: what is made of the gradient.
        batches: which rows are used at which step; all of them at every step, if left out.

    Yields:
        A `Step` for t = 0, 1, 2, ...

    Raises:
        InputError: if `start` is not p finite numbers, or another argument is not what it should be. It is raised
            where the first step is asked for.

    Examples:
        >>> from itertools import islice
        >>> import numpy as np
        >>> from gdlearn import GD, MeanSquaredError, get_backend
        >>> objective = MeanSquaredError(np.ones((2, 1)), np.array([1.0, 3.0]))
        >>> steps = descend(objective, [0.0], get_backend("numpy"), GD(learning_rate=0.25))
        >>> [float(step.loss) for step in islice(steps, 3)]
        [5.0, 2.0, 1.25]
    """
    check_parts(objective=objective, backend=backend, optimizer=optimizer, batches=batches)
    start = checked_start(start, objective.size)
    objective, w = objective.on(backend), backend.parameters(start)
    state = optimizer.init(w)
    for t, rows in enumerate(batches(len(objective))):
        part = objective if rows is None else objective.rows(rows)
        loss, gradient = backend.loss_and_gradient(part, w)
        now = backend.snapshot(w)
        yield Step(t, now, loss, gradient)
        delta, state = optimizer.step(gradient, state, now)
        w = backend.update(w, delta)


# What each part of a descent must be able to do, and an example of one.
PARTS = {
    "objective": ("loss", "gdlearn.MeanSquaredError(X, y)"),
    "backend": ("parameters", "gdlearn.get_backend('numpy')"),
    "optimizer": ("step", "gdlearn.GD(0.01)"),
    "batches": ("__call__", "gdlearn.InOrder(64)"),
}


def check_parts(**parts: Any) -> None:
    """Refuse what cannot take part in a descent: the name of a backend, a bare learning rate, a class.

    Raises:
        InputError: the sentence names the argument.
    """
    for name, part in parts.items():
        method, example = PARTS[name]
        if isinstance(part, type) or not hasattr(part, method):
            raise InputError(f"{name} is {shown(part)}; it must be an object such as {example}.")


def checked_start(start: Any, size: int) -> FloatArray:
    """The starting weights as float64, shape (size,), a copy.

    Raises:
        InputError: if they are not that many finite numbers.
    """
    w = real_array("start", start, 1)
    if len(w) != size:
        raise InputError(f"start has {len(w)} weights; the objective needs {size}, the bias last.")
    return w
