"""The learning rate as a function of the step t: large steps first, small steps at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from gdlearn.arguments import finite_number, whole_number
from gdlearn.errors import InputError


class Schedule(Protocol):
    """Any function from the step t = 0, 1, 2, ... to a learning rate; those below can be compared and printed too."""

    def __call__(self, t: int, /) -> float:
        """The learning rate at step t, a Python float, 0 or more."""


@dataclass(frozen=True)
class Constant:
    r"""The same rate at every step: what a plain number means.

    Formula:
        $$\eta_t = \eta$$

    Args:
        rate: the rate eta, finite and greater than 0.

    Raises:
        InputError: if the rate is not such a number.

    Examples:
        >>> Constant(0.5)(t=1000)
        0.5
    """

    rate: float

    def __post_init__(self) -> None:
        """Keep a Python float."""
        object.__setattr__(self, "rate", finite_number("the rate", self.rate, above=0))

    def __call__(self, t: int) -> float:
        """The rate, whatever t is."""
        return self.rate


@dataclass(frozen=True)
class StepDecay:
    r"""The same rate for a while, then a fraction of it for as long, and so on: a staircase.

    PyTorch calls it `StepLR`, `every` `step_size` and `factor` `gamma`.

    Formula:
        $$\eta_t = \eta\, \gamma^{\lfloor t / s \rfloor}$$

    Args:
        rate: the rate eta on the first stair, finite and greater than 0.
        every: the number s of steps on each stair, 1 or more.
        factor: the fraction gamma between one stair and the next, greater than 0 and at most 1.

    Raises:
        InputError: if one of them is not such a number.

    Numerics:
        The power is computed afresh at every step. PyTorch multiplies the last rate by gamma, and so rounds once for
        every stair.

    Examples:
        >>> stairs = StepDecay(rate=1.0, every=10, factor=0.5)
        >>> [stairs(t) for t in (0, 9, 10, 20)]
        [1.0, 1.0, 0.5, 0.25]
    """

    rate: float
    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        """Keep Python numbers."""
        object.__setattr__(self, "rate", finite_number("the rate", self.rate, above=0))
        object.__setattr__(self, "every", whole_number("every", self.every, least=1))
        object.__setattr__(self, "factor", finite_number("the factor", self.factor, above=0))
        if self.factor > 1:
            raise InputError(f"the factor is {self.factor!r}; it must be at most 1, since a rate that decays shrinks.")

    def __call__(self, t: int) -> float:
        """The rate of the stair on which t stands."""
        return self.rate * self.factor ** (t // self.every)


@dataclass(frozen=True)
class Cosine:
    r"""Half a wave of a cosine from the rate down to the floor: level at both ends, steepest in the middle.

    PyTorch calls it `CosineAnnealingLR`, `steps` `T_max` and `floor` `eta_min`.

    Formula:
        $$\eta_t = \eta_{\min} + \tfrac{1}{2} (\eta - \eta_{\min}) \left(1 + \cos \frac{\pi t}{T}\right),
          \qquad \eta_t = \eta_{\min} \text{ for } t > T$$

        PyTorch's rate climbs again after T.

    Args:
        rate: the rate eta at t = 0, finite and greater than 0.
        steps: the step T at which the floor is reached, 1 or more.
        floor: the last rate, 0 or more and not above the rate.

    Raises:
        InputError: if one of them is not such a number.

    Source:
        Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017, equation (5), without
        the restarts.

    Examples:
        >>> wave = Cosine(rate=1.0, steps=100)
        >>> [wave(t) for t in (0, 50, 100, 150)]
        [1.0, 0.5, 0.0, 0.0]
    """

    rate: float
    steps: int
    floor: float = 0.0

    def __post_init__(self) -> None:
        """Keep Python numbers."""
        object.__setattr__(self, "rate", finite_number("the rate", self.rate, above=0))
        object.__setattr__(self, "steps", whole_number("steps", self.steps, least=1))
        object.__setattr__(self, "floor", finite_number("the floor", self.floor, least=0))
        if self.floor > self.rate:
            raise InputError(f"the floor is {self.floor!r}; it must not be above the rate, which is {self.rate!r}.")

    def __call__(self, t: int) -> float:
        """The height of the wave at t."""
        wave = (1 + math.cos(math.pi * min(t, self.steps) / self.steps)) / 2
        return self.floor + (self.rate - self.floor) * wave


SCHEDULES: dict[str, type] = {"constant": Constant, "step": StepDecay, "cosine": Cosine}  # by their names in commands
