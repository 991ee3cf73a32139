"""What an entrance is: one argument of one function, for an array or for a single number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray

TABLE = np.array([[2.0, 1.0], [3.0, 5.0], [7.0, 4.0]])
LABELS = np.array([0.0, 1.0, 1.0])  # also targets, and counts


@dataclass(frozen=True)
class Door:
    """One argument of one function, for an array.

    Attributes:
        call: the function, as the table shows it.
        argument: the name of the argument, as sentences show it.
        plain: an array that it takes.
        arrived: what has become of the argument inside, given the number of rows too; it must be the plain array.
        takes: the forms that it takes although they are refused elsewhere.
        refuses: the forms that it refuses although they are taken elsewhere, and what the sentence says.
        fixed: whether the number of rows is given, so that there is no sense in forms with another number.
        skips: the forms that mean something else here.
        dtype: the precision that was asked for.
        becomes: what is made of the numbers on purpose before they arrive.
        others: a library that may refuse in words of its own.
    """

    call: str
    argument: str
    plain: FloatArray
    arrived: Callable[[Any, int], Any]
    takes: frozenset[str] = frozenset()
    refuses: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    skips: tuple[str, ...] = ()
    dtype: str = "float64"
    becomes: Callable[[FloatArray], FloatArray] = lambda plain: plain
    others: str = ""


@dataclass(frozen=True)
class Setting:
    """One argument of one function, for a single number.

    Attributes:
        call: the function, as the table shows it.
        argument: what sentences call the number.
        result: what becomes of it.
        whole: whether it must be a whole number.
        least: the smallest that it may be.
        above: what it must be greater than.
        below: what it must be less than.
        skips: the values that mean something else here.
        words: what the sentence must say beside the argument.
    """

    call: str
    argument: str
    result: Callable[[Any], Any]
    whole: bool = False
    least: float = -np.inf
    above: float = -np.inf
    below: float = np.inf
    skips: tuple[str, ...] = ()
    words: tuple[str, ...] = ("must be",)

    def takes(self, number: float | None) -> bool:
        """Whether it must take a number; None is none."""
        if number is None or (self.whole and not isinstance(number, int)):
            return False
        return bool(np.isfinite(number) and self.least <= number and self.above < number < self.below)
