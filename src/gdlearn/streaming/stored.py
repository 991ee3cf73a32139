"""An array in a file of NumPy: where its numbers stand, and how some rows of them are read, without mapping the file.

A page of a memory map counts as resident memory until the kernel takes it back, and behind a file that was cut off the
process ends with a bus error. Plain reads have neither, and are as fast.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from gdlearn.arrays import FloatArray, beyond
from gdlearn.errors import InputError


@dataclass(frozen=True)
class Stored:
    """An array in a file.

    Attributes:
        path: the file.
        start: where in the file its numbers begin, in bytes.
        shape: (n, k), or (n,) for one column or for records with k fields.
        dtype: that of a number, or of a record.
        by_columns: whether the numbers of a column stand side by side, and not those of a row.
    """

    path: Path
    start: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    by_columns: bool

    @classmethod
    def at(cls, path: Path, start: int = 0) -> Stored:
        """The array whose header begins at `start`.

        Raises:
            InputError: if there is none, it holds no numbers, or the file ends before it does.
        """
        try:
            with path.open("rb") as stream:
                stream.seek(start)
                version = npy_format.read_magic(stream)
                read = npy_format.read_array_header_1_0 if version == (1, 0) else npy_format.read_array_header_2_0
                shape, by_columns, dtype = read(stream)
                begin, size = stream.tell(), os.fstat(stream.fileno()).st_size
        except Exception as error:  # whatever a damaged header makes NumPy and Python's tokeniser say
            said = shorten(str(error), 100)
            raise InputError(f"{path.name} is damaged or not a NumPy file ({said}); write it again.") from error
        found = cls(path, begin, shape, dtype, by_columns or (len(shape) == 1 and not dtype.names))
        types = [dtype[name] for name in dtype.names] if dtype.names else [dtype]
        if any(each.kind not in "iuf" or each.itemsize > np.dtype(np.float64).itemsize for each in types):
            raise InputError(f"{path.name} holds {dtype}, not real numbers that float64 holds; convert it first.")
        if not 1 <= len(shape) <= 2 or (dtype.names and len(shape) != 1) or min(shape) < 1:
            raise InputError(f"{path.name} has shape {shape}; it must have shape (n, k): one sample a row.")
        if size < begin + found.nbytes:
            raise InputError(
                f"{path.name} is cut off: its header promises {found.nbytes} bytes of numbers and "
                f"{size - begin} are there; write it again."
            )
        return found

    @property
    def nbytes(self) -> int:
        """The bytes of its numbers."""
        return int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.dtype.names) if self.dtype.names else (*self.shape, 1)[1]

    def column(self, stream: BinaryIO, rows: range, j: int, room: FloatArray) -> None:
        """Some rows of column j of an array that stands by columns, read straight to where they belong, (m,)."""
        begin = j * self.shape[0] + rows.start
        if self.dtype == room.dtype:
            self._into(room, stream, begin)
        else:
            room[:] = checked_integers(self._from(stream, begin, len(rows)), self.path.name)

    def table(self, stream: BinaryIO, rows: range) -> NDArray[Any]:
        """Some rows of an array that stands by rows, (m, k), or (m,) of records."""
        if self.dtype.names or len(self.shape) == 1:
            return self._from(stream, rows.start, len(rows))
        return self._from(stream, rows.start * self.width, len(rows) * self.width).reshape(len(rows), self.width)

    def picked(self, table: NDArray[Any], j: int) -> NDArray[Any]:
        """Column j, (m,), of what `table` read."""
        values = table[self.dtype.names[j]] if self.dtype.names else table.reshape(len(table), -1)[:, j]
        return checked_integers(values, self.path.name)

    def _from(self, stream: BinaryIO, first: int, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.empty(count, dtype=self.dtype)
        self._into(values, stream, first)
        return values

    def _into(self, values: NDArray[Any], stream: BinaryIO, first: int) -> None:
        stream.seek(self.start + first * self.dtype.itemsize)
        if stream.readinto(values.view(np.uint8)) < values.nbytes:  # type: ignore[attr-defined]  # it is unbuffered
            raise InputError(f"{self.path.name} ends before its last row; write it again.")


def checked_integers(values: NDArray[Any], file: str) -> NDArray[Any]:
    """The values, unless they are integers that float64 might round."""
    if values.dtype.kind in "iu" and beyond(values).any():
        raise InputError(
            f"{file} holds an integer beyond 2**53, where float64 rounds integers; rescale its column, or leave it out."
        )
    return values
