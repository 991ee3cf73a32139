"""Tables in files: CSV or Parquet becomes a `Dataset`, or one sentence that names the cell in the way."""

from __future__ import annotations

import os
import re
import reprlib
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gdlearn.arrays import LARGEST_INTEGER, FloatArray
from gdlearn.data import Dataset
from gdlearn.errors import InputError

# At run time pyarrow is imported where it reads: it takes 80 ms, and most lessons never open a file.
if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = {".csv": ",", ".tsv": "\t"}
PARQUET = (".parquet", ".pq")

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)
_WORDS = {",": "commas", "\t": "tabs", ";": "semicolons"}
_READ_ERRORS = {  # what pyarrow says of a CSV file: what a person can do about it
    r"utf-8|\x00": "{file} is not UTF-8 text; save it as what spreadsheets call 'CSV UTF-8'.",
    r"Row #(\d+): Expected (\d+) columns, got (\d+)": (
        "in line {0} of {file} (the header is line 1, empty lines do not count) the number of values is {2}, and in "
        "the header it is {1}; give every line the same number of values, and write decimals with points."
    ),
    r"Empty CSV": "{file} is empty or holds a header alone; write the names of the columns and at least one row below.",
    r"straddling": "{file} has a line longer than 1 MiB; look for a quotation mark that is opened and never closed.",
}
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
_short = _shortener.repr  # as repr, but a long cell or a wide table leaves the sentence readable


def read_dataset(path: Path | str, target: str, features: Sequence[str] | None = None) -> Dataset:
    r"""Read a table whose columns have names.

    Args:
        path: a CSV file (`.csv`; `.tsv` if separated by tabs; either may be gzipped, as in `.csv.gz`), UTF-8 with the
            names of the columns in its first line, or a Parquet file (`.parquet`, `.pq`).
        target: the name of the column that is predicted.
        features: the names of the d columns that it is predicted from; all the others, in the order of the file, if
            left out. Columns that are not asked for may hold anything.

    Returns:
        A dataset of n rows and p = d + 1 columns, titled with the name of the file.

    Raises:
        InputError: if the file is missing or not what its suffix says, a column is missing, repeated or holds no
            numbers, or a cell is empty, not finite, or an integer beyond 2**53 that float64 might round.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "line.csv").write_text("x,y\n1,8\n2,13\n")
        ...     data = read_dataset(Path(folder, "line.csv"), target="y")
        >>> data.columns, data.y
        (('x', 'bias'), array([ 8., 13.]))
    """
    path = Path(path)
    table = _read_table(path)
    names = choose(table.column_names, target, features, path.name)
    y = numbers(table, target, path.name, "choose another target: least squares predicts numbers")
    columns = [numbers(table, name, path.name, "leave the column out of the features") for name in names]
    return Dataset.from_arrays(np.column_stack(columns), y, names=names, target=target, title=path.name)


def _read_table(path: Path) -> pa.Table:
    """Every column of the file, read as its suffix says."""
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()  # pyarrow unpacks a file whose name ends in .gz
    if not os.path.exists(path):  # `Path.exists` raises where a folder may not be read or a name is too long
        raise InputError(f"there is no file {path}; check its name and folder.")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file in it.")
    if suffix not in (*SEPARATORS, *PARQUET):
        raise InputError(f"{path.name} does not end in .csv, .csv.gz, .tsv, .parquet or .pq; save the table as CSV.")
    table = _read_csv(path, SEPARATORS[suffix]) if suffix in SEPARATORS else _read_parquet(path)
    if table.num_rows == 0:
        raise InputError(f"{path.name} has no rows below its header; write at least one.")
    return table


def _read_parquet(path: Path) -> pa.Table:
    import pyarrow as pa
    from pyarrow import parquet

    try:  # not `read_table`: it would add columns from the names of folders such as `year=2024`
        with parquet.ParquetFile(path) as file:
            return file.read()
    except (pa.ArrowException, OSError) as error:
        said = shorten(str(error), 160)
        raise InputError(f"{path.name} is damaged or not a Parquet file ({said}); write it again.") from error


def _read_csv(path: Path, separator: str) -> pa.Table:
    from pyarrow import csv

    try:
        table = csv.read_csv(
            path,
            csv.ReadOptions(use_threads=False),  # one thread reads half a gigabyte a second, and its errors count lines
            csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            csv.ConvertOptions(strings_can_be_null=True),  # "NA" among text is missing too
        )
        header = table.column_names  # decoded only now, and an error where it is not UTF-8
    except (OSError, ValueError) as error:  # pyarrow's ArrowInvalid is a ValueError
        raise InputError(explain(str(error), path.name, separator)) from error
    if len(header) == 1 and (sentence := explain_separator(header[0], path.name, separator)):
        raise InputError(sentence)
    return table


def explain(said: str, file: str, separator: str) -> str:
    """One sentence for what pyarrow said of a CSV file whose values stand between `separator`."""
    ragged = said.partition("Expected 1 columns, got ")[2]  # a header with semicolons, and a row with decimal commas
    if sentence := explain_separator(ragged, file, separator):
        return sentence
    for pattern, sentence in _READ_ERRORS.items():
        if found := re.search(pattern, said):
            return sentence.format(*found.groups(), file=file)
    return f"{file} is damaged or not a CSV file ({shorten(said, 160)}); write it again."


def explain_separator(line: str, file: str, expected: str) -> str | None:
    """One sentence if a line that should have several values has another separator in it."""
    for other, word in _WORDS.items():
        if other != expected and other in line:
            return (
                f"{file} is separated by {word} where its suffix promises {_WORDS[expected]}; "
                f"save it with {_WORDS[expected]} between the values and points in decimals."
            )
    return None


def choose(names: list[str], target: str, features: Sequence[str] | None, file: str) -> list[str]:
    """The names of the features, once everything about names is in order."""
    if isinstance(features, str):
        raise InputError(f"features is the text {features!r}; give a list of names, as in [{features!r}].")
    if repeated := _repeated(names):
        raise InputError(f"{file} has more than one column {repeated}; rename all of them but one.")
    chosen = [name for name in names if name != target] if features is None else list(features)
    known = set(names)
    if unknown := [name for name in (target, *chosen) if name not in known]:
        near = "".join(f" (did you mean {match!r}?)" for match in get_close_matches(unknown[0], names, 1))
        raise InputError(f"{file} has no column {_short(unknown[0])}{near}; its columns are {_short(names)}.")
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
    return next((_short(name) for name, times in Counter(names).items() if times > 1), "")


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

    column, where = table.column(name), f"column {_short(name)} of {file}"
    kind = next((kind for test, kind in _KINDS.items() if getattr(pa.types, test)(column.type)), str(column.type))
    if kind == "text":
        bad = np.array([cell is not None and not _NUMBER.fullmatch(cell) for cell in column.to_pylist()])
        _refuse(bad, column, where, first, f"not a number; {_cure(column[int(bad.argmax())].as_py(), way_out)}")
    if kind != "numbers":
        raise InputError(f"{where} holds {kind}, not numbers; convert it, or {way_out}.")
    if column.null_count:
        _refuse(column.is_null().to_numpy(), column, where, first, "a missing value; fill it in or drop the row first")
    values = column.to_numpy()
    if values.dtype.kind in "iu":
        beyond = (values > LARGEST_INTEGER) | (values < -LARGEST_INTEGER)
        _refuse(beyond, column, where, first, f"beyond 2**53, where float64 rounds integers; rescale it, or {way_out}")
    finite = np.asarray(values, dtype=np.float64)
    _refuse(~np.isfinite(finite), column, where, first, "not a finite number; correct it or drop the row first")
    return finite


def _cure(cell: str | None, way_out: str) -> str:
    """What to do about text where a number should be."""
    if cell and "\n" in cell:
        return "a quotation mark before it is probably never closed"
    if cell and _NUMBER.fullmatch(cell.replace(",", "")):
        return "write 3,14 as 3.14 and 1,000 as 1000"
    return f"correct it, or {way_out}"


def _refuse(bad: NDArray[np.bool_], column: pa.ChunkedArray[Any], where: str, first: int, problem: str) -> None:
    """Say which cell is the first bad one, if there is one."""
    if bad.any():
        row = int(bad.argmax())
        cell = column[row].as_py()
        shown = "nothing" if cell is None else _short(cell)
        raise InputError(
            f"{where} holds {shown} in row {first + row + 1} (counted from 1 below the header), {problem}."
        )
