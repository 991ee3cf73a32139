"""Numbers that come from outside: of the right kind, or one sentence that says what came."""

from __future__ import annotations

import math
from numbers import Real
from operator import index
from typing import Any

from gdlearn.errors import InputError

SHAPES = {1: "(n,): one number for every sample", 2: "(n, d): one sample a row"}


def whole_number(name: str, value: Any, least: int = 0) -> int:
    """`value` as an int, if it is a whole number from `least`; booleans, text and 2.5 are none.

    Raises:
        InputError: if it is not.

    Examples:
        >>> whole_number("steps", 3)
        3
    """
    try:
        number = None if "bool" in str(getattr(value, "dtype", type(value))) else index(value)
    except (TypeError, RuntimeError):  # what PyTorch says of a tensor that is no integer
        number = None
    if number is None or number < least:
        raise InputError(f"{name} is {shown(value)}; it must be a whole number, {least} or more.")
    return number


def finite_number(name: str, value: Any, least: float = -math.inf, above: float = -math.inf) -> float:
    """`value` as a Python float, if it is a finite real number, not below `least` and greater than `above`.

    Raises:
        InputError: if it is not.

    Examples:
        >>> finite_number("noise", 4, least=0)
        4.0
    """
    try:
        number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    except OverflowError:  # an integer of more than 308 digits
        number = math.inf
    if not (math.isfinite(number) and number >= least and number > above):
        limit = f" greater than {above:g}" if above > -math.inf else f", {least:g} or more" if least > -math.inf else ""
        raise InputError(f"{name} is {shown(value)}; it must be a finite number{limit}.")
    return number


def check_ndim(name: str, shape: tuple[int, ...], ndim: int, wanted: str = "") -> None:
    """Refuse an array of another number of dimensions; (n,) - (n, 1) is (n, n), in silence.

    Args:
        name: what the sentence calls the array.
        shape: its shape.
        ndim: 1 or 2.
        wanted: the shape that it must have, if that is not one of `SHAPES`.

    Raises:
        InputError: if it has another number of dimensions.

    Examples:
        >>> check_ndim("y", (3,), 1)
    """
    if len(shape) != ndim:
        column = ndim == 1 and len(shape) == 2 and 1 in shape
        cure = f"; use {name}.ravel()" if column else ""
        raise InputError(f"{name} has shape {tuple(shape)}; it must have shape {wanted or SHAPES[ndim]}{cure}.")


def made_of_lists(values: Any) -> bool:
    """Whether these are an array of the python backend, which holds floats and nothing else, and needs no NumPy."""
    return hasattr(values, "__array_namespace__") and not hasattr(values, "__array__")


def shown(value: Any) -> str:
    """A value as a sentence shows it: in one line, and not too long.

    Examples:
        >>> shown([1, 2]), len(shown([0.5] * 99))
        ('[1, 2]', 60)
    """
    return one_line(repr(value), most=60)


def one_line(text: str, most: int) -> str:
    r"""A text in one line of at most `most` characters.

    Examples:
        >>> one_line("such\na long text", most=12)
        'such a lo...'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 3]}..."
