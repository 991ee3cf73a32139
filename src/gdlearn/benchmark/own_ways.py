"""gdlearn's own ways: `gdlearn.record`, which keeps weights, loss and gradient of every step, on each fast backend."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.backends import Backend, get_backend
from gdlearn.benchmark.case import RATE
from gdlearn.benchmark.contestant import LeftOutError, Walk
from gdlearn.closed_form import leap
from gdlearn.errors import InputError
from gdlearn.objectives import MeanSquaredError, Objective
from gdlearn.optimizers import GD
from gdlearn.trajectory import record


class Placed(MeanSquaredError):  # noqa: N818  # an error of a model, no exception
    """Squared error whose arrays are on their backend already: to carry them there is no part of a step."""

    def on(self, backend: Any) -> Placed:
        """Itself."""
        return self


def numpy(X: Any, y: Any, start: Any) -> Walk:
    """The numpy backend: the formula by blocks of rows."""
    return _backend("numpy", X, y, start)


def numba(X: Any, y: Any, start: Any) -> Walk:
    """The compiled backend: one pass over the rows."""
    return _backend("numba", X, y, start)


def torch(X: Any, y: Any, start: Any, device: str = "cpu") -> Walk:
    """The torch backend: autograd."""
    return _backend("torch", X, y, start, device)


def jax(X: Any, y: Any, start: Any) -> Walk:
    """The jax backend: autodiff, one call at a time."""
    return _backend("jax", X, y, start)


def compressed(X: Any, y: Any, start: Any) -> Walk:
    """The passes over the rows that make p + 1 rows of n, and then the numpy backend on those."""
    objective, backend = MeanSquaredError(_own(X), _own(y)), get_backend("numpy")
    return lambda steps: _recorded(objective.compressed(), start, backend, steps)


def closed_form(X: Any, y: Any, start: Any) -> Walk:
    """The passes that make p + 1 rows of n, and then the whole trajectory at once, with losses and gradients."""
    objective = MeanSquaredError(_own(X), _own(y))
    return lambda steps: leap(objective.compressed(), start, GD(RATE), steps).weights[-1]


def _backend(name: str, X: Any, y: Any, start: Any, device: str = "cpu") -> Walk:
    try:
        backend = get_backend(name, X.dtype.name, device)
    except InputError as error:
        raise LeftOutError(str(error)) from error
    there = MeanSquaredError(_own(X), _own(y)).on(backend)
    placed = Placed(there.X, there.y)
    return lambda steps: _recorded(placed, start, backend, steps)


def _recorded(objective: Objective, start: Any, backend: Backend, steps: int) -> Any:
    run = record(objective, start, backend, GD(RATE), steps - 1)
    return run.weights[-1] - RATE * run.gradient[-1]  # a step is seen before its update: the last one is ours


def _own(array: Any) -> Any:
    """A copy in the layout of the data, read-only as a dataset is."""
    copy = np.array(array, order="K")
    copy.setflags(write=False)
    return copy
