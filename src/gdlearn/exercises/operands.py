"""What stands beside an operator or in square brackets where there is no NumPy: read, or refused in NumPy's words."""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import Any

from gdlearn.backends import lists
from gdlearn.backends.list_array import ListArray
from gdlearn.backends.lists import Nested

INDICES = "only integers, slices (`:`), ellipsis (`...`), None and integer or boolean arrays are valid indices"


def rows_of(values: Any) -> Nested:
    """The nested lists of an array, of a number, or of lists of them.

    Raises:
        TypeError: if it holds anything but numbers.
    """
    if isinstance(values, bool | int | float):
        return values
    if isinstance(values, ListArray) or hasattr(values, "tolist"):
        return values.tolist()
    if isinstance(values, list | tuple | range):
        return [rows_of(value) for value in values]
    raise TypeError(f"a {type(values).__name__} is no number.")


def said(shape: tuple[int, ...]) -> str:
    """A shape as NumPy writes it in its messages.

    Examples:
        >>> said((5,)), said((5, 3))
        ('(5,)', '(5,3)')
    """
    return f"({','.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def pairwise(f: lists.OfTwo) -> Callable[[Nested, Nested], Nested]:
    """`f` of the numbers that stand at the same places; where the shapes do not fit, the message of NumPy."""

    def walk(a: Nested, b: Nested) -> Nested:
        try:
            return lists.pairs(f, a, b)
        except ValueError:
            shapes = f"{said(lists.shape(a))} {said(lists.shape(b))}"
            raise ValueError(f"operands could not be broadcast together with shapes {shapes}") from None

    return walk


def product(a: Nested, b: Nested) -> Nested:
    """The matrix product; where two sizes do not meet, the message of NumPy."""
    first, second = lists.shape(a), lists.shape(b)
    if not first or not second:
        raise ValueError(f"matmul: Input operand {int(bool(first))} does not have enough dimensions")
    if first[-1] != second[0]:
        sizes = f"(size {second[0]} is different from {first[-1]})"
        raise ValueError(f"matmul: Input operand 1 has a mismatch in its core dimension 0 {sizes}")
    return lists.product(a, b)


def spread(value: Any, shape: tuple[int, ...]) -> Nested:
    """The numbers of a value, repeated until they fill a shape, as for `array[...] = value`.

    Raises:
        ValueError: if they do not fill it.
    """
    rows = rows_of(value)
    if not shape and isinstance(rows, list):
        raise ValueError("setting an array element with a sequence.")
    try:
        filled = lists.pairs(lambda _, number: number, blank(shape), rows)
    except ValueError:
        filled = None
    if lists.shape(filled) != shape:
        raise ValueError(
            f"could not broadcast input array from shape {said(lists.shape(rows))} into shape {said(shape)}"
        )
    return filled


def blank(shape: tuple[int, ...]) -> Nested:
    """Zeros in a shape."""
    return [blank(shape[1:]) for _ in range(shape[0])] if shape else 0.0


def keys_of(key: Any, shape: tuple[int, ...]) -> list[Any]:
    """What stands in square brackets, one key for each dimension: a number, a slice, row numbers, or None.

    Raises:
        IndexError: if there are too many keys, or one is out of bounds or no key.
    """
    keys: list[Any] = []
    axis = 0
    for each in key if isinstance(key, tuple) else (key,):
        if each is None:
            keys.append(None)
            continue
        if axis == len(shape):
            wanted = sum(each is not None for each in key)
            raise IndexError(f"too many indices for array: array is {axis}-dimensional, but {wanted} were indexed")
        keys.append(_key(each, axis, shape[axis]))
        axis += 1
    return keys


def _key(key: Any, axis: int, size: int) -> Any:
    if key is ... or isinstance(key, slice):
        return slice(None) if key is ... else key
    if isinstance(key, list | ListArray):
        rows = rows_of(key)
        chosen = [i for i, true in enumerate(rows) if true] if rows and isinstance(rows[0], bool) else rows
        return [_key(row, axis, size) for row in chosen]
    try:
        row = index(key)
    except TypeError:
        raise IndexError(INDICES) from None
    if not -size <= row < size:
        raise IndexError(f"index {row} is out of bounds for axis {axis} with size {size}")
    return row
