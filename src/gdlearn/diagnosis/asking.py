"""Ask a learner's gradient for its numbers, and keep everything that it may do from doing harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from gdlearn.backends.lists import even, flat, nested, shape
from gdlearn.diagnosis.probes import Numbers, Probe
from gdlearn.errors import InputError


def _numpy(values: Any) -> Any:
    import numpy as np

    return np.array(values)


def _torch(values: Any) -> Any:
    import torch

    return torch.tensor(values, dtype=torch.float64)


# How the arguments arrive: what turns nested lists into the arrays that the function is written for.
ARRAYS: Mapping[str, Callable[[Any], Any]] = {"numpy": _numpy, "torch": _torch, "lists": deepcopy}


@dataclass(frozen=True)
class Answer:
    """What came back for one problem.

    Attributes:
        numbers: the numbers, row after row; empty if there are none.
        shape: their shape; None if what came back is no array.
        dtype: the name of their dtype: "float64", also for plain numbers.
        kind: the name of the type that came back.
        changed: which of the arguments the function wrote into: "X", "y", "w".
    """

    numbers: Numbers
    shape: tuple[int, ...] | None
    dtype: str
    kind: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A function of X, y and w, and how it wants to be asked.

    Attributes:
        function: the learner's function.
        arrays: a key of `ARRAYS`.
        columns: whether y and w come as columns, (n, 1) and (p, 1).
    """

    function: Callable[[Any, Any, Any], Any]
    arrays: str = "numpy"
    columns: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        if self.arrays not in ARRAYS:
            raise InputError(f"arrays is {self.arrays!r}; it must be one of {', '.join(ARRAYS)}.")
        if not callable(self.function):
            raise InputError(f"the gradient is a {type(self.function).__name__}; it must be a function of X, y and w.")

    def __call__(self, probe: Probe) -> Answer:
        """The answer on a problem. What the function raises is not caught here."""
        given = {"X": probe.X, "y": probe.y, "w": probe.w}
        if self.columns:
            given |= {name: [[value] for value in getattr(probe, name)] for name in ("y", "w")}
        arguments = {name: ARRAYS[self.arrays](values) for name, values in given.items()}
        result = self.function(*arguments.values())
        changed = tuple(name for name, values in given.items() if nested(arguments[name]) != values)
        return _answer(result, changed)


def _answer(result: Any, changed: tuple[str, ...]) -> Answer:
    dtype, kind = str(getattr(result, "dtype", "float64")).removeprefix("torch."), type(result).__name__
    try:
        values = nested(result)
    except (TypeError, ValueError, OverflowError, RuntimeError):  # no numbers, too large, or a tensor without any
        values = None
    if values is None or not even(values):
        return Answer([], None, dtype, kind, changed)
    return Answer(flat(values), shape(values), dtype, kind, changed)
