"""Two answers of a function: are they the same, and how are they shown?"""

from __future__ import annotations

from typing import Any

import numpy as np

TOLERANCE = 1e-9  # of the largest value: rounding in float64 stays far below, and no mistake is that small
SINGLE = 1e-5  # the same for an answer in float32


def same(expected: Any, got: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two answers are the same but for rounding; lists and arrays of the same numbers are.

    Args:
        expected: numbers, text, booleans, None; lists, arrays or dictionaries of them.
        got: another one.
        tolerance: the largest difference, as a share of the largest number expected.

    Examples:
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


def _close(expected: Any, got: Any, tolerance: float) -> bool:
    if expected.shape != got.shape:
        return False
    if expected.dtype == bool or got.dtype == bool:
        return expected.dtype == got.dtype and bool((expected == got).all())
    if not expected.size:
        return True
    finite = expected[np.isfinite(expected)]
    share = max(tolerance, SINGLE) if got.dtype == np.float32 else tolerance
    return bool(np.allclose(got, expected, rtol=0, atol=share * max(np.abs(finite), default=0.0), equal_nan=True))


def _numbers(value: Any) -> Any:
    """The value as an array of numbers or booleans, if it is one; None if it is not."""
    if isinstance(value, str | bytes) or value is None:
        return None
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError):  # lists of unequal lengths, or a tensor that keeps its graph
        return None
    return array if array.dtype.kind in "biuf" else None


def shown(value: Any) -> str:
    """An answer in a few characters, for a sentence.

    Examples:
        >>> shown(np.array([1.0, 2.5])), shown(None), shown((1, 0.1 + 0.2))
        ('[1, 2.5]', 'None', '[1, 0.3]')
    """
    numbers = _numbers(value)
    if numbers is None and isinstance(value, list | tuple) and any(_numbers(item) is not None for item in value):
        return f"({', '.join(map(shown, value))})"  # arrays of unequal shapes
    if numbers is None:
        return text if len(text := repr(value)) <= 80 else f"{text[:77]}..."
    if numbers.dtype.kind in "bi" or not numbers.ndim:
        return str(numbers) if numbers.dtype.kind in "bi" else f"{numbers:.10g}"
    return np.array2string(
        numbers, precision=6, threshold=12, edgeitems=2, separator=", ", formatter={"float_kind": lambda x: f"{x:.6g}"}
    ).replace("\n", "")
