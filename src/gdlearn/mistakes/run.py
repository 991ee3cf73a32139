"""What a program has done: its rows as far as it came, and what else can be seen from outside."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.data import Dataset
from gdlearn.objectives import Objective

EARLY = 5  # a descent that has arrived repeats its rows too, but not among the first of them
BACK, STILL = "what came back", f"of the rows 1 to {EARLY}, equal to the one before"
Loop = Callable[..., Any]  # of X, y, w, learning_rate, steps


@dataclass(frozen=True)
class Run:
    """What a loop has done.

    Attributes:
        weights: its rows, shape (rows, p), as far as it came.
        loss: the loss at every row, shape (rows,); not finite where it overflows.
        stopped: what the library said, if it came to an exception; empty otherwise.
        step: the step in which that was; None if it was before the first one.
        facts: what else can be seen from outside, in words.
    """

    weights: FloatArray
    loss: FloatArray
    stopped: str = ""
    step: int | None = None
    facts: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.loss)

    @property
    def place(self) -> str:
        """Where it came to an exception, in words."""
        return "It stops before the first step" if self.step is None else f"It stops in step {self.step}"

    def loss_at(self, t: int) -> str:
        """The loss at row t in words, also where it is too large for a number; empty if there is no such row."""
        if t >= len(self):
            return ""
        return f"{self.loss[t]:.4g}" if np.isfinite(self.loss[t]) else "overflow"

    @property
    def climbs(self) -> bool:
        """Whether the loss ends above its start, comes to more than twice the smallest one before, or overflows."""
        swings = not (self.loss[1:] <= 2 * np.minimum.accumulate(self.loss)[:-1]).all()
        return swings or bool((self.loss[-1:] > self.loss[:1]).any())


def walk(
    loop: Loop,
    dataset: Dataset,
    objective: Objective,
    start: FloatArray,
    rate: float,
    steps: int,
    units: Callable[[FloatArray], FloatArray] = np.asarray,
) -> Run:
    """Run a loop, right or wrong, to its end or to its exception.

    Args:
        loop: a function of X, y, w, learning_rate and steps.
        dataset: the data that it is given.
        objective: the loss that its rows are judged by.
        start: the starting weights, shape (p,).
        rate: the learning rate.
        steps: the number of updates.
        units: turns a row into the units of the data, if the loop has scaled them.

    Returns:
        The rows, their losses, and what stopped it.
    """
    w, stopped, step = start.copy(), "", None
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # overflow and lost leaves are what is to be seen
        try:
            result = loop(dataset.X.copy(), dataset.y.copy(), w, rate, steps)
        except Exception as error:  # a wrong program may raise anything
            result, step = _until(error)
            stopped = f"{type(error).__name__}: {' '.join(str(error).split())}"
        rows = _rows(result, len(start))
        weights = np.array([units(row) for row in rows]).reshape(-1, len(start))
        loss = np.array([float(objective.loss(row)) for row in weights])
    facts = {} if stopped else _facts(result, rows, np.array_equal(w, start))
    return Run(weights, loss, stopped, step, facts)


def _until(error: Exception) -> tuple[Sequence[Any], int | None]:
    """What a program had recorded when it was stopped, and in which step that was."""
    variables = [frame.f_locals for frame, _ in traceback.walk_tb(error.__traceback__)]
    held = next((each for each in variables if "history" in each), {})
    return held.get("history", []), held.get("step")


def _rows(result: Any, size: int) -> FloatArray:
    """The rows that came back, (rows, p); one vector is one row."""
    rows = [result] if getattr(result, "ndim", 0) == 1 else result
    return np.array([_host(row) for row in rows], dtype=np.float64).reshape(-1, size)


def _host(row: Any) -> Any:
    return row.detach().numpy() if hasattr(row, "detach") else row


def _facts(result: Any, rows: FloatArray, kept: bool) -> dict[str, str]:
    vector = getattr(result, "ndim", 0) == 1
    still = int((rows[1:] == rows[:-1]).all(axis=1)[:EARLY].sum())
    graph = sum(bool(getattr(row, "requires_grad", False)) for row in result)
    return {
        BACK: "one vector" if vector else f"{len(rows)} row{'s' if len(rows) != 1 else ''}",
        STILL: str(still),
        "rows that still require grad": str(graph),
        "the starting weights of the caller": "as they were" if kept else "overwritten",
    }
