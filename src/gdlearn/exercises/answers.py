"""Two answers of a function: are they the same, and how are they shown?"""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any, NamedTuple

from gdlearn.backends import lists
from gdlearn.exercises.arrays import has_numpy
from gdlearn.exercises.operands import rows_of

TOLERANCE = 1e-9  # of the largest value: rounding in float64 stays far below, and no mistake is that small
SINGLE = 1e-5  # the same for an answer in float32
MANY, ENDS = 12, 2  # of more numbers than these, only those at both ends of a row are shown


class Numbers(NamedTuple):
    """An answer that is made of numbers.

    Attributes:
        rows: the numbers in nested lists.
        shape: their shape; () for a single one.
        kind: "b" for booleans, "i" and "u" for whole numbers, "f" for all others.
        single: whether they are in float32.
    """

    rows: Any
    shape: tuple[int, ...]
    kind: str
    single: bool = False


def same(expected: Any, got: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two answers are the same but for rounding; lists and arrays of the same numbers are.

    Args:
        expected: numbers, text, booleans, None; lists, arrays or dictionaries of them.
        got: another one.
        tolerance: the largest difference, as a share of the largest number expected.

    Examples:
        >>> import numpy as np
        >>> same([1.0, 2.0], np.array([1.0, 2.0 + 1e-12])), same([1.0, 2.0], [[1.0, 2.0]])
        (True, False)
    """
    if isinstance(expected, dict) or isinstance(got, dict):
        both = isinstance(expected, dict) and isinstance(got, dict) and expected.keys() == got.keys()
        return both and all(same(expected[key], got[key], tolerance) for key in expected)
    numbers, theirs = _numbers(expected), _numbers(got)
    if numbers is not None and theirs is not None:
        return _close(numbers, theirs, tolerance)
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        return len(expected) == len(got) and all(same(a, b, tolerance) for a, b in zip(expected, got, strict=True))
    return type(expected) is type(got) and bool(expected == got)


def _close(expected: Numbers, got: Numbers, tolerance: float) -> bool:
    if expected.shape != got.shape:
        return False
    pairs = list(zip(lists.flat(expected.rows), lists.flat(got.rows), strict=True))
    if "b" in (expected.kind, got.kind):
        return expected.kind == got.kind and all(a == b for a, b in pairs)
    share = max(tolerance, SINGLE) if got.single else tolerance
    close = share * max((abs(a) for a, _ in pairs if isfinite(a)), default=0.0)
    return all(a == b or abs(a - b) <= close or (isnan(a) and isnan(b)) for a, b in pairs)


def _numbers(value: Any) -> Numbers | None:
    """The value as numbers or booleans, if it is made of them; None if it is not."""
    if isinstance(value, str | bytes) or value is None:
        return None
    return _as_numpy(value) if has_numpy() else _as_lists(value)


def _as_numpy(value: Any) -> Numbers | None:
    import numpy as np

    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError):  # lists of unequal lengths, or a tensor that keeps its graph
        return None
    kind = array.dtype.kind
    return Numbers(array.tolist(), array.shape, kind, array.dtype == np.float32) if kind in "biuf" else None


def _as_lists(value: Any) -> Numbers | None:
    try:
        rows = rows_of(value)
    except TypeError:
        return None
    numbers, shape = lists.flat(rows), lists.shape(rows)
    kinds = set(map(type, numbers))
    kind = "b" if kinds == {bool} else "i" if numbers and kinds <= {bool, int} else "f"
    return Numbers(rows, shape, kind) if lists.even(rows) else None


def shown(value: Any) -> str:
    """An answer in a few characters, for a sentence.

    Examples:
        >>> import numpy as np
        >>> shown(np.array([1.0, 2.5])), shown(None), shown((1, 0.1 + 0.2))
        ('[1, 2.5]', 'None', '[1, 0.3]')
    """
    numbers = _numbers(value)
    if numbers is None and isinstance(value, list | tuple) and any(_numbers(item) is not None for item in value):
        return f"({', '.join(map(shown, value))})"  # arrays of unequal shapes
    if numbers is None:
        return text if len(text := repr(value)) <= 80 else f"{text[:77]}..."
    if not numbers.shape:
        return f"{numbers.rows:.10g}" if numbers.kind == "f" else str(numbers.rows)
    return _row(numbers.rows, short=len(lists.flat(numbers.rows)) > MANY)


def _row(row: Any, short: bool) -> str:
    if not isinstance(row, list):
        return f"{row:.6g}" if isinstance(row, float) else str(row)
    items = [_row(item, short) for item in row]
    if short and len(items) > 2 * ENDS:
        items[ENDS:-ENDS] = ["..."]
    return f"[{', '.join(items)}]"
