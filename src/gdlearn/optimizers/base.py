"""What an update rule is: two pure functions and a frozen set of Python floats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Protocol

from gdlearn.arguments import finite_number
from gdlearn.errors import InputError
from gdlearn.objectives.base import Array, array_namespace
from gdlearn.schedules import Schedule


class Optimizer(Protocol):
    """Two pure functions and a frozen set of Python floats; nothing is remembered but the state handed around."""

    def init(self, w: Array) -> Any:
        """The state before the first step, for weights `w` (p,)."""

    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        """What to subtract from the weights (p,), and the state for the next step; `w` is a snapshot."""


@dataclass(frozen=True)
class Rule(ABC):
    """A frozen set of settings, checked once; a rule adds its own, and the two functions.

    The functions use operators only, so that one rule runs on the arrays of every library. They write into nothing:
    the state that comes out is new, and the one that went in stays as it was.

    Args:
        learning_rate: the rate eta, finite and greater than 0, or a function of the step t (`gdlearn.schedules`).

    Raises:
        InputError: if a setting is out of its range.
    """

    learning_rate: float | Schedule

    def __post_init__(self) -> None:
        """Check every setting and keep it as a Python float: a NumPy float64 would promote float32 arrays."""
        for field in fields(self):
            if field.name in SETTINGS:
                object.__setattr__(self, field.name, SETTINGS[field.name](getattr(self, field.name)))

    def rate(self, t: int) -> float:
        """The learning rate at step t, a Python float.

        Raises:
            InputError: if a schedule answers with anything but a finite number, 0 or more.
        """
        if isinstance(self.learning_rate, float):
            return self.learning_rate
        return finite_number(f"the learning rate at step {t}", self.learning_rate(t), least=0)

    @abstractmethod
    def init(self, w: Array) -> Any:
        """The state before the first step, for weights `w` (p,)."""

    @abstractmethod
    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        """What to subtract from the weights (p,), and the state for the next step; `w` is a snapshot."""


def zeros(w: Array) -> Array:
    """As many zeros as there are weights, of their library, dtype and device."""
    return array_namespace(w).zeros_like(w)


def _learning_rate(value: Any) -> float | Schedule:
    schedule = callable(value) and not isinstance(value, type)  # a class is a schedule that was not made
    return value if schedule else finite_number("the learning rate", value, above=0)


def _share(name: str, value: Any) -> float:
    """How much of its past a running sum or mean keeps at every step: all of it would be for ever."""
    share = finite_number(name, value, least=0)
    if share >= 1:
        raise InputError(f"{name} is {value!r}; it must be less than 1.")
    return share


def _betas(value: Any) -> tuple[float, float]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise InputError(f"betas is {value!r}; it must be two numbers, each 0 or more and less than 1.")
    return _share("the first of betas", value[0]), _share("the second of betas", value[1])


# What a setting of that name must be, in every rule that has it.
SETTINGS: dict[str, Callable[[Any], Any]] = {
    "learning_rate": _learning_rate,
    "momentum": lambda value: _share("the momentum", value),
    "alpha": lambda value: _share("alpha", value),
    "betas": _betas,
    "eps": lambda value: finite_number("eps", value, above=0),
    "weight_decay": lambda value: finite_number("the weight decay", value, least=0),
}
