"""A learner's loop, walked on one problem: the rows that came back, as one table of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gdlearn.diagnosis.probes import Probe
from gdlearn.objectives import Convention

Loop = Callable[..., Any]  # of X, y, w, learning_rate, steps
Table = Any  # a NumPy array, (rows, p)

# Relative to the largest number of the rows so far. In a few steps rounding stays far below, a mistake far above.
SAME = {"float64": 1e-9, "float32": 1e-5}


@dataclass(frozen=True)
class Walk:
    """What a loop is asked: a problem, and how to walk on it.

    Attributes:
        probe: the problem.
        rate: the learning rate, half of the largest stable one or less.
        steps: the number of updates.
    """

    probe: Probe
    rate: float
    steps: int

    @classmethod
    def on(cls, probe: Probe, convention: Convention, steps: int) -> Walk:
        """A walk with a learning rate of one digit that is safe on a problem."""
        import numpy as np

        X = np.array(probe.X)
        largest = 2 * convention.factor(probe.n) * np.linalg.eigvalsh(X.T @ X)[-1]
        return cls(probe, float(f"{0.6 / largest:.1g}"), steps)

    def __call__(self, loop: Loop) -> Table:
        """The rows of one of our own loops."""
        import numpy as np

        with np.errstate(all="ignore"):
            return np.array(loop(*self.arguments.values(), self.rate, self.steps))

    @property
    def arguments(self) -> dict[str, Table]:
        """X, y and w, as fresh arrays."""
        import numpy as np

        return {name: np.array(getattr(self.probe, name)) for name in ("X", "y", "w")}

    def taken(self, loop: Loop) -> Taken:
        """What a learner's loop does here. What it raises is not caught here."""
        import numpy as np

        arguments = self.arguments
        with np.errstate(all="ignore"):
            result = loop(*arguments.values(), self.rate, self.steps)
            rows = result if hasattr(result, "shape") or not hasattr(result, "__iter__") else list(result)
        changed = tuple(name for name, given in self.arguments.items() if not np.array_equal(given, arguments[name]))
        return Taken(self, rows, changed)


@dataclass(frozen=True)
class Taken:
    """A walk that a loop has taken.

    Attributes:
        walk: what it was asked.
        rows: what came back; a generator's rows as a list.
        changed: which of its arguments the loop wrote into.
    """

    walk: Walk
    rows: Any
    changed: tuple[str, ...]

    @cached_property
    def table(self) -> Table:
        """The rows as float64, (rows, p); one row that is no list of rows as (p,); None if they are no numbers."""
        import numpy as np

        from gdlearn.arrays import real_numbers

        try:
            table = np.array([real_numbers("a row", row) for row in self.rows], dtype=np.float64)
        except (TypeError, ValueError):  # an InputError too
            return None
        size = len(self.walk.probe.w)
        # rows may be columns (p, 1), or the (1, p) of a layer
        return table.reshape(len(table), size) if 0 < table.size == len(table) * size else table

    @property
    def uses_torch(self) -> bool:
        """Whether the rows are tensors."""
        return any(hasattr(row, "detach") for row in self.rows)

    @property
    def keeps_graph(self) -> bool:
        """Whether a row is still part of a graph of autograd."""
        return any(getattr(row, "grad_fn", None) is not None for row in self.rows)

    @cached_property
    def tolerance(self) -> float:
        """How far rounding may lead, relative: rows that all fit into float32 were computed there."""
        import numpy as np

        moved = self.table[1:]
        with np.errstate(all="ignore"):
            single = moved.size and np.array_equal(moved, moved.astype(np.float32))
        return SAME["float32" if single else "float64"]

    def leaves(self, rows: Table) -> list[int]:
        """Where these rows leave other rows of the same shape for the first time, [row, component]; [] if never."""
        import numpy as np

        mine, others = np.atleast_2d(self.table), np.atleast_2d(rows)
        with np.errstate(all="ignore"):
            size = np.maximum.accumulate(np.max(np.abs(others), axis=1, keepdims=True))
            apart = np.argwhere(~((np.abs(mine - others) <= self.tolerance * size) | (mine == others)))
        return list(apart[:1].ravel().tolist())

    def fits(self, rows: Table) -> bool:
        """Whether these are the same rows, to rounding."""
        return bool(self.table.shape == rows.shape and not (rows.size and self.leaves(rows)))
