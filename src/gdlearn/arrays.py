"""Arrays that come from outside: looked at once, never written to, and either taken as they are or refused.

What float64 holds to the last digit is taken, whatever held it: lists, other libraries, other byte orders, float16 and
whole numbers. Nothing else is: text, booleans and complex numbers would turn into numbers that nobody meant.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import is_array_api_obj
from numpy.typing import NDArray

from gdlearn.arguments import check_ndim, made_of_lists, one_line, shown
from gdlearn.errors import InputError

FloatArray = NDArray[np.float64]
LARGEST_INTEGER = 2**53  # float64 holds every integer up to here, and not the next one
FLOATS = ("float64", "float32")

_KINDS = {
    **dict.fromkeys("UST", "text"),
    **dict.fromkeys("Mm", "dates or times"),
    "b": "booleans",
    "c": "complex numbers",
    "V": "records",
}
_CURES = {  # what to do about it, where "convert it to numbers first" does not say how
    "b": "make numbers of them, as in np.array({name}, dtype=float)",
    "c": "give their real parts, if that is what you mean",
    "V": "give their fields as columns",
}


def real_array(name: str, values: Any, ndim: int) -> FloatArray:
    """`values` as a float64 array of `ndim` dimensions with finite entries, a copy; a clear `InputError` otherwise."""
    numbers = finite_numbers(name, values)
    check_ndim(name, numbers.shape, ndim)
    return np.array(numbers, dtype=np.float64)


def held(X: Any, y: Any) -> tuple[Any, Any]:
    """The data of an objective as it holds them, shared where they can be: float64 or float32.

    Arrays of one other library stay what they are; everything else becomes arrays of NumPy.

    Raises:
        InputError: if they are not all finite numbers that float64 holds exactly.
    """
    on_host = [finite_numbers("X", X), finite_numbers("y", y)]
    of_numpy = isinstance(X, np.ndarray) or made_of_lists(X)  # or shall be
    of_one_library = type(X) is type(y) and is_array_api_obj(X) and not of_numpy
    if of_one_library and all(str(values.dtype).endswith(FLOATS) for values in (X, y)):
        return X, y
    X, y = (array if array.dtype in FLOATS else array.astype(np.float64) for array in on_host)
    return X, y


def finite_numbers(name: str, values: Any) -> NDArray[Any]:
    """`values` as `real_numbers` gives them, every one of them finite."""
    numbers = real_numbers(name, values)
    with np.errstate(over="ignore", invalid="ignore"):
        # A sum takes a fifth of the time that it takes to look at every number.
        if not np.isfinite(numbers.sum(dtype=np.float64)):
            _refuse(name, numbers, ~np.isfinite(numbers), "a finite number")
    return numbers


def real_numbers(name: str, values: Any) -> NDArray[Any]:
    """`values` on the host, of any shape and real dtype, as they came and shared where they can be.

    Raises:
        InputError: if they are no real numbers, or some that float64 does not hold exactly; NaN and infinity are held.
    """
    array = _on_host(name, values)
    if array.dtype.kind not in "iuf":
        raise InputError(_not_real(name, values, array))
    if np.ma.is_masked(values):
        raise InputError(f"{name} has masked values; fill them in or drop their rows first.")
    if array.dtype.kind in "iu":
        _refuse(name, array, beyond(array), "an integer up to 2**53, which float64 holds exactly")
    elif array.dtype.itemsize > np.dtype(np.float64).itemsize:
        with np.errstate(over="ignore"):
            exact = (array.astype(np.float64) == array) | np.isnan(array)
        _refuse(name, array, ~exact, "a finite number that float64 holds exactly")
    return array


def beyond(integers: Any) -> Any:
    """Which of these integers float64 might round, shape as theirs; without `abs`, which the smallest of all lacks."""
    return (integers > LARGEST_INTEGER) | (integers < -LARGEST_INTEGER)


def _on_host(name: str, values: Any) -> NDArray[Any]:
    """The values in an array of NumPy, of whatever dtype."""
    if hasattr(values, "toarray"):  # a sparse matrix of SciPy, which NumPy takes for one object
        raise InputError(f"{name} is a sparse {type(values).__name__}; give {name}.toarray(), which holds its zeros.")
    try:
        if made_of_lists(values):
            values = values.tolist()
        # PyTorch refuses a tensor that is part of a graph, and has half floats of its own.
        if hasattr(values, "detach") and not isinstance(values, np.ndarray):
            values = values.detach().cpu()
            values = values.double() if values.is_floating_point() else values
        array = np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name} has rows of different lengths; give a rectangular table of numbers.") from error
    except (TypeError, RuntimeError) as error:  # an array of another library that cannot be brought here
        said = one_line(str(error), most=120).rstrip(".")
        raise InputError(
            f"{name} is a {type(values).__name__} that cannot be read as an array ({said}); give an array of numbers."
        ) from error
    if array.dtype.kind == "V" and np.can_cast(array.dtype, np.float64):  # JAX's bfloat16
        return array.astype(np.float64)
    of_several = not hasattr(values, "dtype")  # in a list or a DataFrame, floats may have rounded an integer
    if of_several and array.dtype == np.float64 and (abs(array) >= LARGEST_INTEGER).any():
        array = np.array(values.astype(object) if hasattr(values, "astype") else values, dtype=object)
    return _unpacked(name, array) if array.dtype.kind == "O" and array.ndim else array


def _unpacked(name: str, objects: NDArray[Any]) -> NDArray[Any]:
    """Numbers that are objects of Python, as float64; pandas hands out some columns like that."""
    for where, value in np.ndenumerate(objects):
        if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
            place = _place(where)
            raise InputError(
                f"{name} holds mixed objects, not real numbers: {shown(value)} at {place}; convert it first."
            )
    exact = np.array([_is_exact(value) for value in objects.flat]).reshape(objects.shape)
    _refuse(name, objects, ~exact, "a number that float64 holds exactly")
    return objects.astype(np.float64)


def _is_exact(value: Any) -> bool:
    """Whether float64 holds a number to the last digit; NaN and infinity are held."""
    try:
        number = float(value)
    except OverflowError:  # an integer of more than 308 digits
        return False
    return number == value or number != number


def _not_real(name: str, values: Any, array: NDArray[Any]) -> str:
    """What came instead of real numbers, and what to do."""
    kind = array.dtype.kind
    if kind == "O":  # one object, and not an array of them
        what = "None" if values is None else f"a {type(values).__name__}"
        return f"{name} is {what}, not real numbers; give an array or nested lists of them."
    cure = _CURES.get(kind, "convert it to numbers first").format(name=name)
    return f"{name} holds {_KINDS.get(kind, str(array.dtype))}, not real numbers; {cure}."


def _refuse(name: str, array: NDArray[Any], bad: NDArray[np.bool_], wanted: str) -> None:
    """Name the first bad value, if there is one."""
    if bad.any():
        where = tuple(np.argwhere(bad)[0])
        value = one_line(str(array[where]), most=60)
        raise InputError(f"{name} holds {value} at {_place(where)}; every value must be {wanted}.")


def _place(where: tuple[Any, ...]) -> str:
    """Where a value stands."""
    names = zip(("row", "column", *["layer"] * len(where)), where, strict=False)
    return ", ".join(f"{name} {int(i)}" for name, i in names) + " (counted from 0)"


def frozen(array: FloatArray) -> FloatArray:
    """The same array, read-only: data that nobody can write can be shared without a copy."""
    array.flags.writeable = False
    return array
