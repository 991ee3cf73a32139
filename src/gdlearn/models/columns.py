"""The columns that a model asks for, found by their names in whatever holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray, real_array
from gdlearn.data import Dataset
from gdlearn.errors import InputError


class Columns(NamedTuple):
    """A table whose columns have names.

    Attributes:
        names: all of them.
        column: a column by its name.
    """

    names: list[str]
    column: Callable[[str], Any]


def named(table: Any) -> Columns | None:
    """The columns of a table by name; None if it has no names, as an array or nested lists.

    Tables with names are a `Dataset`, a dictionary, a table of pandas, polars or pyarrow, and NumPy's records.
    """
    if isinstance(table, Dataset):
        if table.scaling is not None:
            raise InputError("the dataset is standardised; give it as it came, the model scales it by itself.")
        columns = dict(zip(table.features, table.X.T, strict=False)) | {table.target: table.y}
        return Columns(list(columns), columns.__getitem__)
    if isinstance(table, Mapping):
        return Columns(list(table), table.__getitem__)
    records = getattr(getattr(table, "dtype", None), "names", None)
    names = getattr(table, "column_names", None) or records or getattr(table, "columns", None)
    if names is None:
        return None
    return Columns(list(names), table.column if hasattr(table, "column_names") else table.__getitem__)


def design(table: Any, features: Sequence[str]) -> FloatArray:
    """The design matrix (n, d + 1) of some features, in the order that the model knows, the column of ones last.

    Args:
        table: a table with names, whose other columns are left alone; or an array (n, d), in the order of `features`.
        features: the names of the d features.

    Raises:
        InputError: if one of them is missing, or holds what is no finite number.

    Examples:
        >>> design({"b": [3.0], "a": [1.0], "c": ["left alone"]}, ["a", "b"])
        array([[1., 3., 1.]])
    """
    found = named(table)
    if found is None:
        rows = real_array("the table", table, 2)
        if rows.shape[1] != len(features):
            raise InputError(
                f"the table has shape {rows.shape}; without names it must have the {len(features)} features of the "
                f"model as columns, in this order: {', '.join(features)}."
            )
        columns = list(rows.T)
    else:
        columns = [picked(found, name) for name in features]
    lengths = {len(column) for column in columns}
    if len(lengths) > 1 or 0 in lengths:
        raise InputError(f"the columns have {sorted(lengths)} rows; every feature needs one number for every sample.")
    X = np.empty((lengths.pop(), len(features) + 1), order="F")
    for j, column in enumerate((*columns, 1.0)):
        X[:, j] = column
    return X


def picked(table: Columns, name: str) -> FloatArray:
    """A column (n,) by its name.

    Raises:
        InputError: if there is none, or more than one, or it holds what is no finite number.
    """
    times = table.names.count(name)
    if times != 1:
        near = "".join(f" (did you mean {match!r}?)" for match in get_close_matches(name, map(str, table.names), 1))
        how = f"has no column {name!r}{near}" if not times else f"has {times} columns {name!r}"
        raise InputError(f"the table {how}; the model finds its features by their names.")
    return real_array(f"column {name!r}", table.column(name), 1)
