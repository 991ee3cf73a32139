"""The only loop. Everything else hands it a value or watches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gdlearn.backends import Backend
from gdlearn.batches import Batches, FullBatch
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

    Examples:
        >>> from itertools import islice
        >>> import numpy as np
        >>> from gdlearn import GD, MeanSquaredError, get_backend
        >>> objective = MeanSquaredError(np.ones((2, 1)), np.array([1.0, 3.0]))
        >>> steps = descend(objective, [0.0], get_backend("numpy"), GD(learning_rate=0.25))
        >>> [float(step.loss) for step in islice(steps, 3)]
        [5.0, 2.0, 1.25]
    """
    objective, w = objective.on(backend), backend.parameters(start)
    state = optimizer.init(w)
    for t, rows in enumerate(batches(len(objective))):
        part = objective if rows is None else objective.rows(rows)
        loss, gradient = backend.loss_and_gradient(part, w)
        now = backend.snapshot(w)
        yield Step(t, now, loss, gradient)
        delta, state = optimizer.step(gradient, state, now)
        w = backend.update(w, delta)
