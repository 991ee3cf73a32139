"""An array made of Python's lists: what `X @ w - y` means where there is no NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from math import inf, tanh
from operator import add, mul, neg, sub
from types import SimpleNamespace
from typing import Any

from gdlearn.backends import lists
from gdlearn.backends.floats import clip, divide, exp, larger, log, logaddexp, power
from gdlearn.backends.lists import Nested

Infix = Callable[["ListArray", Any], "ListArray"]


def infix(walk: Callable[[Nested, Nested], Nested]) -> tuple[Infix, Infix]:
    """The two methods behind an operator: `array + other`, and `other + array` where `other` does not know arrays."""

    def method(self: ListArray, other: Any) -> ListArray:
        return ListArray(walk(self.values, values_of(other)))

    def reflected(self: ListArray, other: Any) -> ListArray:
        return ListArray(walk(values_of(other), self.values))

    return method, reflected


class ListArray:
    """Numbers in nested lists, with the operators of an array. Nothing ever writes into one.

    Args:
        values: a float, a list of floats, or a list of rows; kept as it is, not copied.

    Examples:
        >>> X, w = ListArray([[1.0, 1.0], [2.0, 1.0]]), ListArray([5.0, 2.0])
        >>> X @ w - 1
        ListArray([6.0, 11.0])
    """

    __array_ufunc__ = None  # tells NumPy's own numbers to leave `number * array` to this class

    def __init__(self, values: Nested) -> None:
        self.values = values

    __add__, __radd__ = infix(partial(lists.pairs, add))
    __sub__, __rsub__ = infix(partial(lists.pairs, sub))
    __mul__, __rmul__ = infix(partial(lists.pairs, mul))
    __truediv__, __rtruediv__ = infix(partial(lists.pairs, divide))
    __pow__, __rpow__ = infix(partial(lists.pairs, power))
    __matmul__, __rmatmul__ = infix(lists.product)

    def __neg__(self) -> ListArray:
        return ListArray(lists.each(neg, self.values))

    def __getitem__(self, key: Any) -> ListArray:
        return ListArray(lists.pick(self.values, *(key if isinstance(key, tuple) else (key,))))

    def __len__(self) -> int:
        return len(self.values)

    def __float__(self) -> float:
        return float(self.values)

    def __repr__(self) -> str:
        return f"ListArray({self.values})"

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of the list, then that of its first row."""
        return lists.shape(self.values)

    @property
    def T(self) -> ListArray:  # noqa: N802  # the name that every array library uses
        """Rows become columns."""
        return ListArray(lists.columns(self.values) if len(self.shape) > 1 else self.values)

    def tolist(self) -> Nested:
        """The numbers, in lists that nobody else holds."""
        return lists.each(float, self.values)

    def __array_namespace__(self, api_version: str | None = None) -> SimpleNamespace:
        return FUNCTIONS


def values_of(other: Any) -> Nested:
    """The nested lists of an array, or of anything that can become one."""
    return other.values if isinstance(other, ListArray) else lists.nested(other)


def of_each(f: Callable[[float], float]) -> Callable[[Any], ListArray]:
    """A function of one number, made a function of an array."""
    return lambda x: ListArray(lists.each(f, values_of(x)))


def along(f: lists.OfTwo) -> Callable[..., ListArray]:
    """A function that brings two numbers together, made one that does so along an axis of an array."""

    def function(x: Any, axis: int | None = None, keepdims: bool = False) -> ListArray:
        return ListArray(lists.fold(f, values_of(x), axis, keepdims))

    return function


def of_pairs(f: lists.OfTwo) -> Callable[[Any, Any], ListArray]:
    """A function of two numbers, made a function of two arrays."""
    return lambda a, b: ListArray(lists.pairs(f, values_of(a), values_of(b)))


def clipped(x: Any, min: float = -inf, max: float = inf) -> ListArray:  # noqa: A002  # the names of the standard
    """Every number brought into the interval from `min` to `max`."""
    return ListArray(lists.each(lambda number: clip(number, min, max), values_of(x)))


def reshaped(x: Any, shape: int | Iterable[int]) -> ListArray:
    """The same numbers in another shape, row after row."""
    wanted = (shape,) if isinstance(shape, int) else tuple(shape)
    return ListArray(lists.reshape(lists.flat(values_of(x)), wanted))


def joined(arrays: Iterable[Any], axis: int = 0) -> ListArray:
    """Several arrays, one after the other along an axis."""
    return ListArray(lists.concat([values_of(array) for array in arrays], axis))


# What `array_namespace(w)` finds: all the functions that an objective may use.
FUNCTIONS = SimpleNamespace(
    __name__=__name__,
    exp=of_each(exp),
    log=of_each(log),
    tanh=of_each(tanh),
    zeros_like=of_each(lambda _: 0.0),
    logaddexp=of_pairs(logaddexp),
    sum=along(add),
    max=along(larger),
    clip=clipped,
    reshape=reshaped,
    concat=joined,
)
