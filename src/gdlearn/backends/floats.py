"""Arithmetic on single numbers as NumPy does it: what is too large is infinite, what has no meaning is nan.

Python raises an exception there, because a program should hear of it. A descent that diverges is no accident, though,
but something to look at, on every backend in the same way.
"""

from __future__ import annotations

import math


def divide(a: float, b: float) -> float:
    """The quotient; by zero it is infinite, and nan for 0 / 0.

    Examples:
        >>> divide(1.0, 0.0), divide(-1.0, 0.0), divide(0.0, 0.0)
        (inf, -inf, nan)
    """
    return a / b if b else a * math.copysign(math.inf, b)


def power(a: float, b: float) -> float:
    """The number a to the power b; infinite where it is too large, nan for a fractional power of a negative number.

    Examples:
        >>> power(3.0, 2.0), power(-1e200, 3.0), power(0.0, -1.0), power(-1.0, 0.5)
        (9.0, -inf, inf, nan)
    """
    sign = math.copysign(1.0, a) if b % 2 == 1 else 1.0  # odd powers keep the sign
    try:
        return math.pow(a, b)
    except OverflowError:
        return sign * math.inf
    except ValueError:
        return sign * math.inf if a == 0 else math.nan


def exp(x: float) -> float:
    """The number e to the power x; infinite where it is too large.

    Examples:
        >>> exp(0.0), exp(1000.0)
        (1.0, inf)
    """
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def log(x: float) -> float:
    """The natural logarithm; minus infinity at 0 and nan below.

    Examples:
        >>> log(1.0), log(0.0), log(-1.0)
        (0.0, -inf, nan)
    """
    if x > 0:
        return math.log(x)
    return -math.inf if x == 0 else math.nan


def logaddexp(a: float, b: float) -> float:
    """log(e^a + e^b), without ever computing a large exponential.

    Examples:
        >>> logaddexp(0.0, 1000.0)
        1000.0
    """
    if a == b:  # also where both are infinite, and a - b would be nan
        return a + math.log(2.0)
    return larger(a, b) + math.log1p(math.exp(-abs(a - b)))


def larger(a: float, b: float) -> float:
    """The larger number; nan if one of them is nan.

    Examples:
        >>> larger(1.0, 2.0), larger(1.0, math.nan)
        (2.0, nan)
    """
    return a if a >= b or math.isnan(a) else b


def clip(x: float, low: float, high: float) -> float:
    """The number of the interval from low to high that is closest to x.

    Examples:
        >>> clip(5.0, -1.0, 1.0), clip(0.5, -1.0, 1.0)
        (1.0, 0.5)
    """
    return min(max(x, low), high)  # in this order nan stays nan
