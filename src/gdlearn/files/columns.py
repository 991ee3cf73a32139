"""The columns of a table: which are asked for, and whether they hold numbers."""

from __future__ import annotations

import re
import reprlib
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray, beyond
from gdlearn.errors import InputError

# At run time pyarrow is imported where it reads: it takes 80 ms, and most lessons never open a file.
if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
ROUNDED = "beyond 2**53, where float64 rounds integers"

_KINDS = {  # tests of pyarrow.types: what such a column holds
    **dict.fromkeys(("is_integer", "is_floating", "is_decimal", "is_null"), "numbers"),
    **dict.fromkeys(("is_string", "is_large_string"), "text"),
    "is_boolean": "booleans",
    "is_timestamp": "timestamps",
    "is_date": "dates",
    "is_time": "times of day",
    "is_dictionary": "categories",
    "is_nested": "nested values",
    "is_binary": "text that is not UTF-8",
}

_shortener = reprlib.Repr()
_shortener.maxstring, _shortener.maxlist = 40, 20
short = _shortener.repr  # as repr, but a long cell or a wide table leaves the sentence readable


def choose(names: list[str], target: str | None, features: Sequence[str] | None, file: str) -> list[str]:
    """The names of the features, once everything about names is in order."""
    if isinstance(features, str):
        raise InputError(f"features is the text {features!r}; give a list of names, as in [{features!r}].")
    if repeated := _repeated(names):
        raise InputError(f"{file} has more than one column {repeated}; rename all of them but one.")
    chosen = [name for name in names if name != target] if features is None else list(features)
    known = set(names)
    if unknown := [name for name in (target, *chosen) if name is not None and name not in known]:
        near = "".join(f" (did you mean {match!r}?)" for match in get_close_matches(unknown[0], names, 1))
        raise InputError(f"{file} has no column {short(unknown[0])}{near}; its columns are {short(names)}.")
    for wrong, sentence in (
        (not chosen, f"no feature is left beside the target {target!r}; least squares needs at least one."),
        (target in chosen, f"the target {target!r} is among the features and would predict itself; take it out."),
        (again := _repeated(chosen), f"features names {again} more than once; name every feature once."),
        ("" in chosen, f"{file} has a column without a name; name it, or save the table without row numbers."),
    ):
        if wrong:
            raise InputError(sentence)
    return chosen


def _repeated(names: Sequence[str]) -> str:
    """The first name that comes more than once, as a sentence shows it; empty if there is none."""
    return next((short(name) for name, times in Counter(names).items() if times > 1), "")


def numbers(table: pa.Table, name: str, file: str, way_out: str, first: int = 0) -> FloatArray:
    """One column as float64, shape (n,), every value a finite number.

    Args:
        table: the columns that were read.
        name: the name of the column.
        file: the name of the file, for sentences.
        way_out: what else can be done about a column that holds no numbers, for sentences.
        first: the rows of the file that stand above those of the table.

    Raises:
        InputError: if a value is missing, no number, not finite, or an integer that float64 might round.
    """
    import pyarrow as pa

    column, where = table.column(name), f"column {short(name)} of {file}"
    kind = next((kind for test, kind in _KINDS.items() if getattr(pa.types, test)(column.type)), str(column.type))
    if kind == "text":
        bad = np.array([cell is not None and not _NUMBER.fullmatch(cell) for cell in column.to_pylist()])
        refuse(bad, column, where, first, f"not a number; {cure(column[int(bad.argmax())].as_py(), way_out)}")
    if kind != "numbers":
        raise InputError(f"{where} holds {kind}, not numbers; convert it, or {way_out}.")
    if column.null_count:
        refuse(column.is_null().to_numpy(), column, where, first, "a missing value; fill it in or drop the row first")
    values = column.to_numpy()
    if values.dtype.kind in "iuO":  # decimals are objects of Python
        refuse(beyond(values), column, where, first, f"{ROUNDED}; rescale it, or {way_out}")
    finite = np.asarray(values, dtype=np.float64)
    refuse(~np.isfinite(finite), column, where, first, "not a finite number; correct it or drop the row first")
    return finite


def cure(cell: str | None, way_out: str) -> str:
    """What to do about text where a number should be."""
    if cell and "\n" in cell:
        return "a quotation mark before it is probably never closed"
    if cell and _NUMBER.fullmatch(cell.replace(",", "")):
        return "write 3,14 as 3.14 and 1,000 as 1000"
    return f"correct it, or {way_out}"


def refuse(bad: NDArray[np.bool_], column: Any, where: str, first: int, problem: str) -> None:
    """Say which cell is the first bad one, if there is one."""
    if bad.any():
        row = int(bad.argmax())
        cell = column[row].as_py()
        shown = "nothing" if cell is None else short(cell)
        raise InputError(
            f"{where} holds {shown} in row {first + row + 1} (counted from 1 below the header), {problem}."
        )
