"""What comes in: numbers that scikit-learn would cast in silence are refused before it looks at them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
from sklearn.utils import check_array, check_consistent_length

from gdlearn.arguments import check_ndim
from gdlearn.arrays import FloatArray, finite_numbers, real_numbers
from gdlearn.errors import InputError
from gdlearn.objectives.weighted import mean_one

MISSING = ("NoneType", "NAType")  # what Python and pandas have where there is no value


def features(X: Any) -> Any:
    """X with the same numbers, for scikit-learn to look at: a table with names as it came, all else as an array.

    Raises:
        InputError: if it would become other numbers in silence, as text, dates and masked values do.
        TypeError, ValueError: scikit-learn's own, where it refuses X too; its checks ask for these sentences.
    """
    try:
        numbers = real_numbers("X", X)
    except InputError:
        with suppress(OverflowError, RuntimeError):  # of NumPy and PyTorch, which do not know the argument
            check_array(X, dtype=np.float64, input_name="X")
        raise
    return X if hasattr(X, "columns") else numbers


def targets(y: Any) -> Any:
    """Targets of a regression as an array; without any, scikit-learn has a sentence of its own."""
    return y if y is None else finite_numbers("y", y)


def labels(y: Any) -> Any:
    """Classes as they came, whatever they are; numbers that would be rounded, and masked ones, are refused."""
    if np.ma.is_masked(y):
        raise InputError("y has masked values; fill them in or drop their rows first.")
    if hasattr(y, "detach"):
        return real_numbers("y", y)
    try:
        classes = np.asarray(y)
    except ValueError:  # rows of different lengths, for which scikit-learn has a sentence
        return y
    for value in classes.flat if classes.dtype.kind == "O" and classes.ndim else ():
        if type(value).__name__ in MISSING:
            raise InputError(f"y holds {value}; drop the rows that have no class first.")
    return real_numbers("y", y) if classes.dtype.kind in "fV" else y


def counting(X: FloatArray, y: Any, sample_weight: Any) -> tuple[FloatArray, Any, FloatArray]:
    """The rows whose weight is not 0, their targets, and the weights (n,), of mean 1.

    Raises:
        InputError: if the weights are no numbers, one of them is negative, or all of them are 0.
    """
    if sample_weight is None:
        return X, y, np.ones(len(X))
    v = finite_numbers("sample_weight", sample_weight).astype(np.float64)
    check_ndim("sample_weight", v.shape, 1)
    check_consistent_length(X, v)
    if (v < 0).any() or not v.any():
        raise InputError("sample_weight must hold numbers that are 0 or more, and not all of the weights may be zero.")
    counts = v > 0
    return X[counts], y[counts], mean_one(v[counts])
