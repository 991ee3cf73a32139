"""Rows that come block by block: what a source of them is, and what it is put together from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError

Block = tuple[FloatArray, FloatArray]


class Source(Protocol):
    """Rows that can be gone through again and again."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the p columns of X, the bias last."""

    @property
    def title(self) -> str:
        """What sentences call it: the name of a file or folder."""

    @property
    def n(self) -> int:
        """The number of rows."""

    @property
    def nbytes(self) -> int:
        """The bytes that one pass over the rows reads."""

    def blocks(self) -> Iterator[Block]:
        """X (m, p), the column of ones last, and y (m,), until all rows have come once; read-only."""

    def shard(self, rank: int, ranks: int) -> Self:
        """The rows of one of several ranks; together they are all rows, each once."""


class Stamp(NamedTuple):
    """What tells a file from one that was changed.

    Attributes:
        size: its bytes; of files that belong together, those of all.
        changed: when each was last written to, in nanoseconds.
    """

    size: int
    changed: tuple[int, ...]

    @classmethod
    def of(cls, *paths: Path) -> Stamp:
        """That of a file, or of files that belong together, as they are now.

        Raises:
            InputError: if one of them cannot be found any more.
        """
        try:
            found = [path.stat() for path in paths]
        except OSError as error:
            raise InputError(f"{error.filename} is not there any more ({error.strerror}); start again.") from error
        return cls(sum(each.st_size for each in found), tuple(each.st_mtime_ns for each in found))


class Room:
    """Where a block is put together: the columns that were asked for, then a column of ones, each of them contiguous.

    Args:
        m: the number of rows.
        k: the number of columns that were asked for.
        first: how many rows of the file stand above them.
    """

    def __init__(self, m: int, k: int, first: int) -> None:
        self.table: FloatArray = np.empty((k + 1, m)).T
        self.table[:, k] = 1.0
        self.first = first

    def put(self, j: int, values: Any) -> None:
        """Fill the j-th column that was asked for, with m numbers."""
        self.table[:, j] = values

    def check(self, names: tuple[str, ...], file: str) -> None:
        """Refuse what is no finite number.

        Raises:
            InputError: the sentence names the first such cell, column by column.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            if np.isfinite(self.table.sum()):  # a fifth of the time that it takes to look at every number
                return
        for j, name in enumerate(names):
            bad = ~np.isfinite(self.table[:, j])
            if bad.any():
                row = int(bad.argmax())
                raise InputError(
                    f"column {name!r} of {file} holds {self.table[row, j]} in row {self.first + row + 1} (counted "
                    "from 1), not a finite number; correct it or drop the row first."
                )


class File(Protocol):
    """A file that can be read piece by piece."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def stamp(self) -> Stamp:
        """Its size and time when it was opened."""

    def now(self) -> Stamp:
        """Its size and time as they are now."""

    @property
    def pieces(self) -> int:
        """How many parts of it can be read apart from the rest: rows, row groups, record batches; 1 for text."""

    def names(self) -> list[str]:
        """The names of its columns."""

    def rows(self, pieces: range) -> int | None:
        """How many rows some of its pieces have; None if nobody knows before they are read."""

    def read(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[Room]:
        """The rows of some pieces in their order, at most `size` at a time; of the columns the named ones."""


class Part(NamedTuple):
    """Some pieces of a file."""

    file: File
    pieces: range

    @property
    def rows(self) -> int | None:
        """How many rows it has; None if nobody knows before they are read."""
        return self.file.rows(self.pieces)

    @property
    def nbytes(self) -> int:
        """Its share of the bytes of the file."""
        return self.file.stamp.size * len(self.pieces) // max(1, self.file.pieces)

    def read(self, names: tuple[str, ...], size: int, *, check: bool = True) -> Iterator[Room]:
        """All of its rows, at most `size` at a time.

        Args:
            names: the columns that are wanted.
            size: rows of a block.
            check: whether to look at every number; once is enough for a file that does not change.

        Raises:
            InputError: if the file was changed since it was opened, is damaged, or holds what is no finite number.
        """
        found = 0
        self._unchanged()
        for room in self.file.read(self.pieces, names, size):
            if check:
                room.check(names, self.file.path.name)
            found += len(room.table)
            yield room
        self._unchanged()
        if self.rows is not None and found != self.rows:
            raise InputError(f"{self.file.path.name} promises {self.rows} rows and holds {found}; write it again.")

    def _unchanged(self) -> None:
        if self.file.now() != self.file.stamp:
            raise InputError(f"{self.file.path.name} was changed while it was in use; start again.")
