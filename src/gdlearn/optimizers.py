"""The update rules: what is subtracted from the weights, given the gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from gdlearn.arguments import finite_number
from gdlearn.objectives.base import Array


class Optimizer(Protocol):
    """Two pure functions and a frozen set of Python floats; nothing is remembered but the state handed around."""

    def init(self, w: Array) -> Any:
        """The state before the first step, for weights `w` (p,)."""

    def step(self, gradient: Array, state: Any, w: Array) -> tuple[Array, Any]:
        """What to subtract from the weights (p,), and the state for the next step; `w` is a snapshot."""


@dataclass(frozen=True)
class GD:
    r"""Gradient descent: straight downhill, in proportion to the slope.

    Formula:
        $$w_{t+1} = w_t - \eta\, \nabla L(w_t)$$

    Args:
        learning_rate: the rate eta, finite and greater than 0; under 2 / lambda_max it converges on squared error
            (`gdlearn.theory.largest_stable_learning_rate`).

    Raises:
        InputError: if the learning rate is not a finite number greater than 0.

    Examples:
        >>> GD(learning_rate=0.5).step(gradient=8.0, state=(), w=1.0)
        (4.0, ())
    """

    learning_rate: float

    def __post_init__(self) -> None:
        """Keep a Python float: a NumPy float64 would promote float32 arrays in silence."""
        object.__setattr__(self, "learning_rate", finite_number("the learning rate", self.learning_rate, above=0))

    def init(self, w: Array) -> tuple[()]:
        """Gradient descent remembers nothing."""
        return ()

    def step(self, gradient: Array, state: tuple[()], w: Array) -> tuple[Array, tuple[()]]:
        """The learning rate times the gradient."""
        return self.learning_rate * gradient, state
