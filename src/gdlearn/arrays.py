"""Arrays that come from outside: checked once, copied once, and then never written to."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.errors import InputError

FloatArray = NDArray[np.float64]
LARGEST_INTEGER = 2**53  # float64 holds every integer up to here, and not the next one


def real_array(name: str, values: Any, ndim: int) -> FloatArray:
    """`values` as a float64 array of `ndim` dimensions with finite entries; a clear `InputError` otherwise."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name} has rows of different lengths; give a rectangular table of numbers.") from error
    if array.dtype.kind not in "iuf":
        kind = {"U": "text", "S": "text", "O": "mixed objects", "b": "booleans"}.get(array.dtype.kind, str(array.dtype))
        raise InputError(f"{name} holds {kind}, not real numbers; convert it to numbers first.")
    if np.ma.is_masked(values):
        raise InputError(f"{name} has masked values; fill them in or drop their rows first.")
    if array.ndim != ndim:
        wanted = "(n,): one number for every sample" if ndim == 1 else "(n, d): one sample a row"
        raise InputError(f"{name} has shape {array.shape}; it must have shape {wanted}.")
    with np.errstate(over="ignore"):  # a wider type may overflow here, and is refused below
        numbers = array.astype(np.float64)
    whole = array.dtype.kind in "iu"
    exact = (array <= LARGEST_INTEGER) & (array >= -LARGEST_INTEGER) if whole else np.isfinite(numbers)
    if not exact.all():
        where = tuple(int(i) for i in np.argwhere(~exact)[0])
        place = f"row {where[0]}" + (f", column {where[1]}" if ndim > 1 else "")
        wanted = "an integer up to 2**53, which float64 holds exactly" if whole else "a finite number"
        raise InputError(f"{name} holds {array[where]} at {place} (counted from 0); every value must be {wanted}.")
    return numbers


def frozen(array: FloatArray) -> FloatArray:
    """The same array, read-only: data that nobody can write can be shared without a copy."""
    array.flags.writeable = False
    return array
