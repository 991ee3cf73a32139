"""Arrays without NumPy: what an exercise hands to a learner's function in the page, where Python stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from operator import add, and_, eq, floordiv, ge, gt, le, lt, mod, mul, ne, neg, or_, sub
from typing import Any

from gdlearn.backends import lists
from gdlearn.backends.floats import divide, larger, power
from gdlearn.backends.list_array import ListArray
from gdlearn.backends.lists import Nested
from gdlearn.exercises.operands import keys_of, pairwise, product, rows_of, spread

Infix = Callable[["Array", Any], Any]
NUMPY = False
with suppress(ImportError):  # a finder may raise
    NUMPY = find_spec("numpy") is not None
AMBIGUOUS = "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"


def has_numpy() -> bool:
    """Whether there is NumPy here: then the exercises use its arrays."""
    return NUMPY


def array(values: Any) -> Any:
    """Numbers as an array: NumPy's, or one of this file where there is no NumPy.

    Args:
        values: nested lists of numbers, or of booleans.

    Examples:
        >>> array([[1.0, 2.0], [3.0, 4.0]]).T.tolist()
        [[1.0, 3.0], [2.0, 4.0]]
    """
    if not has_numpy():
        return Array(values)
    import numpy as np

    return np.array(values)


def made(values: Nested) -> Any:
    """A new array; a number stays a number."""
    return Array(values) if isinstance(values, list) else values


def infix(walk: Callable[[Nested, Nested], Nested]) -> tuple[Infix, Infix, Infix]:
    """The three methods behind an operator: `array + other`, `other + array` and `array += other`."""

    def known(method: Infix) -> Infix:
        def asked(self: Array, other: Any) -> Any:
            try:
                rows = rows_of(other)
            except TypeError:
                return NotImplemented  # Python says what is wrong
            return method(self, rows)

        return asked

    def method(self: Array, rows: Nested) -> Any:
        return made(walk(self.values, rows))

    def reflected(self: Array, rows: Nested) -> Any:
        return made(walk(rows, self.values))

    def in_place(self: Array, rows: Nested) -> Array:
        self[...] = walk(self.values, rows)
        return self

    return known(method), known(reflected), known(in_place)


class Array(ListArray):
    """Numbers that can be changed, and views of them: as NumPy's arrays, as far as the exercises need it.

    The numbers stand in one flat list, and an array holds their places in it. A row, a slice and a transpose hold other
    places in the same list: what is written into them is written into the array.

    Args:
        values: nested lists of numbers, or of booleans; they are copied.

    Examples:
        >>> X = Array([[1.0, 2.0], [3.0, 4.0]])
        >>> X.T[0] *= 10
        >>> X, X @ X[0]
        (array([[10.0, 2.0], [30.0, 4.0]]), array([104.0, 308.0]))
    """

    __hash__ = None  # type: ignore[assignment]  # == compares number by number

    def __init__(self, values: Any) -> None:
        rows, places = rows_of(values), count()
        numbers = lists.flat(rows)
        self._numbers = [*map(float, numbers)] if any(type(number) is float for number in numbers) else numbers
        self._places: Nested = lists.each(lambda _: next(places), rows)  # row numbers in the flat list

    __add__, __radd__, __iadd__ = infix(pairwise(add))
    __sub__, __rsub__, __isub__ = infix(pairwise(sub))
    __mul__, __rmul__, __imul__ = infix(pairwise(mul))
    __truediv__, __rtruediv__, __itruediv__ = infix(pairwise(divide))
    __floordiv__, __rfloordiv__, __ifloordiv__ = infix(pairwise(floordiv))
    __mod__, __rmod__, __imod__ = infix(pairwise(mod))
    __pow__, __rpow__, __ipow__ = infix(pairwise(power))
    __and__, __rand__, __iand__ = infix(pairwise(and_))
    __or__, __ror__, __ior__ = infix(pairwise(or_))
    __matmul__, __rmatmul__, __imatmul__ = infix(product)
    __lt__, __le__, __gt__, __ge__ = (infix(pairwise(f))[0] for f in (lt, le, gt, ge))
    __eq__, __ne__ = (infix(pairwise(f))[0] for f in (eq, ne))

    def __neg__(self) -> Array:
        return Array(lists.each(neg, self.values))

    def __abs__(self) -> Array:
        return Array(lists.each(abs, self.values))

    def __invert__(self) -> Array:
        return self == False  # type: ignore[no-any-return]  # noqa: E712  # number by number

    def __bool__(self) -> bool:
        if self.size != 1:
            raise ValueError(AMBIGUOUS)
        return self.any()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Any]:
        return map(self._view, self._places)

    def __repr__(self) -> str:
        return f"array({self.values})"

    def __getitem__(self, key: Any) -> Any:
        keys = keys_of(key, self.shape)
        found = self._view(lists.pick(self._places, *keys))
        return found.copy() if any(isinstance(each, list) for each in keys) else found

    def __setitem__(self, key: Any, value: Any) -> None:
        places = lists.pick(self._places, *keys_of(key, self.shape))
        numbers = lists.flat(spread(value, lists.shape(places)))
        for place, number in zip(lists.flat(places), numbers, strict=True):
            self._numbers[int(place)] = float(number)

    def _view(self, places: Nested) -> Any:
        """The numbers at some places; a single one is a plain number."""
        if not isinstance(places, list):
            return self._numbers[places]
        view = object.__new__(Array)
        view._numbers, view._places = self._numbers, places
        return view

    @property
    def values(self) -> Nested:
        """The numbers in nested lists, a copy."""
        return lists.each(lambda place: self._numbers[int(place)], self._places)

    def tolist(self) -> Nested:
        """The numbers in nested lists, a copy."""
        return self.values

    def copy(self) -> Array:
        """The same numbers in a list of their own."""
        return Array(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of the list, then that of its first row."""
        return lists.shape(self._places)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of numbers."""
        return len(lists.flat(self._places))

    @property
    def dtype(self) -> str:
        """What kind of numbers they are, by the name that NumPy has for it."""
        kinds = set(map(type, lists.flat(self.values)))
        return "bool" if kinds == {bool} else "int64" if kinds == {int} else "float64"

    @property
    def T(self) -> Array:  # noqa: N802  # the name that every array library uses
        """Rows become columns; a view."""
        return self._view(lists.columns(self._places) if self.ndim > 1 else self._places)  # type: ignore[no-any-return]

    def reshape(self, *shape: Any) -> Array:
        """The same numbers in another shape, row after row; a view."""
        wanted = shape[0] if isinstance(shape[0], tuple | list) else shape
        return self._view(lists.reshape(lists.flat(self._places), tuple(wanted)))  # type: ignore[no-any-return]

    def ravel(self) -> Array:
        """The same numbers, flat; a view."""
        return self.reshape(-1)

    def flatten(self) -> Array:
        """The same numbers, flat; a copy."""
        return self.reshape(-1).copy()

    def dot(self, other: Any) -> Any:
        """The matrix product."""
        return self @ other

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Any:
        """The sum of all numbers, or along an axis."""
        return made(lists.fold(add, self.values, axis, keepdims))

    def mean(self, axis: int | None = None, keepdims: bool = False) -> Any:
        """The mean of all numbers, or along an axis."""
        return self.sum(axis, keepdims) / (self.size if axis is None else self.shape[axis])

    def var(self, axis: int | None = None, ddof: int = 0, keepdims: bool = False, correction: int = 0) -> Any:
        """The mean of the squared distances from the mean; divided by n - ddof, which NumPy calls correction, too."""
        n = self.size if axis is None else self.shape[axis]
        return ((self - self.mean(axis, keepdims=True)) ** 2).sum(axis, keepdims) / (n - (ddof or correction))

    def std(self, axis: int | None = None, ddof: int = 0, keepdims: bool = False, correction: int = 0) -> Any:
        """The standard deviation: the root of the variance."""
        return self.var(axis, ddof, keepdims, correction) ** 0.5

    def max(self, axis: int | None = None, keepdims: bool = False) -> Any:
        """The largest number, or that along an axis."""
        return made(lists.fold(larger, self.values, axis, keepdims))

    def min(self, axis: int | None = None, keepdims: bool = False) -> Any:
        """The smallest number, or that along an axis."""
        return -((-self).max(axis, keepdims))

    def any(self) -> bool:
        """Whether any number is true."""
        return any(map(bool, lists.flat(self.values)))

    def all(self) -> bool:
        """Whether all numbers are true."""
        return all(map(bool, lists.flat(self.values)))
