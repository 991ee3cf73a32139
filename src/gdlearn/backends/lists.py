"""Loops over nested lists: all that NumPy does for the operators, in plain sight.

A number has no dimensions, a list of numbers has one, a list of rows has two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from math import prod
from operator import index
from typing import Any, TypeAlias

Nested: TypeAlias = Any  # a float, or a list of Nested
OfTwo: TypeAlias = Callable[[float, float], float]


def nested(values: Any) -> Nested:
    """A copy in nested lists of floats: of a number, of lists or tuples, or of an array of any library.

    Raises:
        TypeError: if it holds what is no number; text is none, although Python makes floats of "1.5".

    Examples:
        >>> nested([(1, 2), (3, 4)])
        [[1.0, 2.0], [3.0, 4.0]]
    """
    values = values.tolist() if hasattr(values, "tolist") else values
    if isinstance(values, str | bytes):
        raise TypeError(f"{values!r} is text, and no number.")
    return [nested(value) for value in values] if isinstance(values, list | tuple) else float(values)


def even(values: Nested) -> bool:
    """Whether all lists that stand side by side are of one length, so that they are an array.

    Examples:
        >>> even([[1.0], [2.0]]), even([[1.0], [2.0, 3.0]]), even([1.0, [2.0]])
        (True, False, False)
    """
    return _fills(values, shape(values))


def _fills(values: Nested, wanted: tuple[int, ...]) -> bool:
    """Whether lists have the wanted lengths, from the outside in."""
    if not wanted or not isinstance(values, list):
        return not wanted and not isinstance(values, list)
    return len(values) == wanted[0] and all(_fills(value, wanted[1:]) for value in values)


def shape(values: Nested) -> tuple[int, ...]:
    """How long the lists are, from the outside in."""
    if not isinstance(values, list):
        return ()
    return (len(values), *(shape(values[0]) if values else ()))


def columns(rows: list[list[float]]) -> list[list[float]]:
    """The columns of a list of rows."""
    return [list(column) for column in zip(*rows, strict=True)]


def each(f: Callable[[float], float], a: Nested) -> Nested:
    """`f` of every number."""
    return [each(f, item) for item in a] if isinstance(a, list) else f(a)


def pairs(f: OfTwo, a: Nested, b: Nested) -> Nested:
    """`f` of every pair of numbers that stand at the same place, broadcast as NumPy does.

    A number goes with every element, a row with every row, and a list of one element with a list of any length.

    Raises:
        ValueError: if two lists have different lengths, and neither has one element.
    """
    if len(shape(a)) > len(shape(b)):
        return [pairs(f, item, b) for item in a]
    if len(shape(a)) < len(shape(b)):
        return [pairs(f, a, item) for item in b]
    if not isinstance(a, list):
        return f(a, b)
    if len(a) != len(b) and 1 not in (len(a), len(b)):
        raise ValueError(f"shapes {shape(a)} and {shape(b)} do not fit together.")
    n = len(b) if len(a) == 1 else len(a)
    a, b = (items * n if len(items) == 1 else items for items in (a, b))
    return [pairs(f, x, y) for x, y in zip(a, b, strict=True)]


def dot(a: list[float], b: list[float]) -> float:
    """The products of two lists of numbers, added up from left to right."""
    if len(a) != len(b):
        raise ValueError(f"cannot multiply {len(a)} numbers with {len(b)} numbers.")
    total = 0.0
    for x, y in zip(a, b, strict=True):
        total += x * y
    return total


def product(a: Nested, b: Nested) -> Nested:
    """The matrix product: every row of `a` with every column of `b`."""
    if len(shape(a)) == 1:
        return dot(a, b) if len(shape(b)) == 1 else [dot(a, column) for column in columns(b)]
    if len(shape(b)) == 1:
        return [dot(row, b) for row in a]
    return [[dot(row, column) for column in columns(b)] for row in a]


def pick(values: Nested, *keys: Any) -> Nested:
    """What stands in square brackets, one key for each dimension: a number, a slice, row numbers, or None."""
    if not keys:
        return values
    key, *rest = keys
    if key is None:
        return [pick(values, *rest)]
    if isinstance(key, slice):
        return [pick(item, *rest) for item in values[key]]
    if hasattr(key, "__len__"):
        return [pick(values[index(i)], *rest) for i in key]
    return pick(values[index(key)], *rest)


def fold(f: OfTwo, a: Nested, axis: int | None, keepdims: bool) -> Nested:
    """All items along an axis, brought together by `f` two by two; without an axis, all numbers."""
    if axis is None:
        result = reduce(f, flat(a))
        return reshape([result], (1,) * len(shape(a))) if keepdims else result
    axis %= len(shape(a))
    if axis > 0:
        return [fold(f, item, axis - 1, keepdims) for item in a]
    result = reduce(partial(pairs, f), a)
    return [result] if keepdims else result


def flat(a: Nested) -> list[float]:
    """All numbers, row after row."""
    return [number for item in a for number in flat(item)] if isinstance(a, list) else [a]


def reshape(numbers: list[float], wanted: tuple[int, ...]) -> Nested:
    """The numbers in lists of the wanted lengths, the outermost first; -1 stands for what is left.

    Raises:
        ValueError: if there are more numbers, or fewer.
    """
    if -1 in wanted:
        rest = len(numbers) // abs(prod(wanted))
        wanted = tuple(rest if n == -1 else n for n in wanted)
    if prod(wanted) != len(numbers):
        raise ValueError(f"{len(numbers)} numbers do not fill the shape {wanted}.")
    if not wanted:
        return numbers[0]
    step = len(numbers) // wanted[0]
    return [reshape(numbers[i * step : (i + 1) * step], wanted[1:]) for i in range(wanted[0])]


def concat(arrays: list[Nested], axis: int) -> Nested:
    """One after the other along an axis."""
    axis %= len(shape(arrays[0]))
    if axis > 0:
        return [concat(list(rows), axis - 1) for rows in zip(*arrays, strict=True)]
    return [item for array in arrays for item in array]
