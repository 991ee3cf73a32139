"""Tables in files: CSV or Parquet becomes a `Dataset`, or one sentence that names the cell in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np

from gdlearn.data import Dataset
from gdlearn.errors import InputError
from gdlearn.files.columns import choose, numbers
from gdlearn.files.words import SEPARATORS, check_beginning, explain, explain_separator, suffix_of
from gdlearn.files.written import check_written, is_doubtful
from gdlearn.paths import readable

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET = (".parquet", ".pq")
NUMPY = (".npy", ".npz")


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
    path = readable(path)
    table = _read_table(path)
    names = choose(table.column_names, target, features, path.name)
    y = numbers(table, target, path.name, "choose another target: least squares predicts numbers")
    columns = [numbers(table, name, path.name, "leave the column out of the features") for name in names]
    if separator := SEPARATORS.get(suffix_of(path)):
        check_written(path, separator, [name for name in (target, *names) if is_doubtful(table.column(name))])
    return Dataset.from_arrays(np.column_stack(columns), y, names=names, target=target, title=path.name)


def _read_table(path: Path) -> pa.Table:
    """Every column of the file, read as its suffix says."""
    suffix = suffix_of(path)
    if suffix in NUMPY:
        raise InputError(
            f"{path.name} is a file of NumPy, and its columns have no names; load it with numpy.load and give it to "
            "gdlearn.Dataset.from_arrays, or go through it with gdlearn.streaming.open_source."
        )
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

    check_beginning(path)
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
