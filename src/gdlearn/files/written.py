"""What is written in a CSV file, where the number that pyarrow makes of it is another: 0x10 is 16 to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gdlearn.arrays import LARGEST_INTEGER
from gdlearn.files.columns import ROUNDED, refuse, short

if TYPE_CHECKING:
    import pyarrow as pa

SHORT = len(str(LARGEST_INTEGER)) - 1  # no integer of so many digits is too large
_WHOLE = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)


def is_doubtful(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> bool:
    """Whether its numbers may be written in a way that other readers refuse, or have more digits than float64 holds."""
    import pyarrow as pa
    from pyarrow import compute

    if pa.types.is_integer(column.type):
        return True  # they may be hexadecimal
    if not pa.types.is_floating(column.type):
        return False
    largest = compute.max(compute.abs(column)).as_py()
    return largest is not None and largest >= LARGEST_INTEGER  # integers of more than 63 bits come as floats


def check_written(path: Path, separator: str, names: Sequence[str]) -> None:
    """Go through some columns of a CSV file as text.

    Args:
        path: the file, which pyarrow could read.
        separator: what stands between its values.
        names: columns in which pyarrow found numbers.

    Raises:
        InputError: if a cell is written as no decimal number, or is an integer that float64 might round.
    """
    import pyarrow as pa
    from pyarrow import compute, csv

    if not names:
        return
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), include_columns=list(names))
    parsed = csv.ParseOptions(delimiter=separator, newlines_in_values=True)
    first = 0
    with csv.open_csv(path, csv.ReadOptions(use_threads=False), parsed, texts) as reader:
        for batch in reader:
            for name in names:
                cells: Any = batch.column(name)
                where = f"column {short(name)} of {path.name}"
                hexadecimal = compute.match_substring(cells, "x", ignore_case=True).to_numpy(zero_copy_only=False)
                refuse(hexadecimal, cells, where, first, "not a decimal number; write it with the digits 0 to 9")
                long = np.flatnonzero(compute.utf8_length(cells).to_numpy() > SHORT)
                beyond = np.zeros(len(cells), dtype=bool)
                beyond[long] = [_is_beyond(cell) for cell in cells.take(long).to_pylist()]
                refuse(beyond, cells, where, first, f"{ROUNDED}; rescale it, or leave the column out")
            first += len(batch)


def _is_beyond(cell: Any) -> bool:
    """Whether an integer is written there that float64 might round."""
    return bool(_WHOLE.fullmatch(cell)) and abs(Decimal(cell)) > LARGEST_INTEGER
