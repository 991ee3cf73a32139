"""Numbers that come from outside: of the right kind, or one sentence that says what came."""

from __future__ import annotations

import math
from numbers import Real
from operator import index
from typing import Any

from gdlearn.errors import InputError


def whole_number(name: str, value: Any, least: int = 0) -> int:
    """`value` as an int, if it is a whole number from `least`; booleans, text and 2.5 are none.

    Raises:
        InputError: if it is not.

    Examples:
        >>> whole_number("steps", 3)
        3
    """
    try:
        number = None if isinstance(value, bool) else index(value)
    except TypeError:
        number = None
    if number is None or number < least:
        raise InputError(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return number


def finite_number(name: str, value: Any, least: float = -math.inf, above: float = -math.inf) -> float:
    """`value` as a Python float, if it is a finite real number, not below `least` and greater than `above`.

    Raises:
        InputError: if it is not.

    Examples:
        >>> finite_number("noise", 4, least=0)
        4.0
    """
    real = isinstance(value, Real) and not isinstance(value, bool)
    number = float(value) if real else math.nan
    if not (math.isfinite(number) and number >= least and number > above):
        limit = f" greater than {above:g}" if above > -math.inf else f", {least:g} or more" if least > -math.inf else ""
        raise InputError(f"{name} is {value!r}; it must be a finite number{limit}.")
    return number
