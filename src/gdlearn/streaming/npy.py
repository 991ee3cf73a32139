"""NumPy's own files, `.npy` and `.npz`, as tables whose columns have names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from numpy.typing import NDArray

from gdlearn.errors import InputError
from gdlearn.streaming.prefetched import Prefetched
from gdlearn.streaming.source import Room, Stamp
from gdlearn.streaming.stored import Stored

ZIP_HEADER = 30  # bytes of the header in front of a member of a zip file; the lengths of two more texts stand in it


@dataclass(frozen=True, eq=False)
class NumpyFile:
    """Columns in one file of NumPy, or in a pair of them.

    Attributes:
        path: the file; of a pair the folder in which both are.
        columns: the name of every column, with the array that holds it and its place in it.
        stamp: size and time when it was opened.
    """

    path: Path
    columns: dict[str, tuple[Stored, int]]
    stamp: Stamp = field(init=False)

    def __post_init__(self) -> None:
        """Every array has the same rows."""
        object.__setattr__(self, "stamp", self.now())
        lengths = {name: stored.shape[0] for name, (stored, _) in self.columns.items()}
        if len(set(lengths.values())) > 1:
            raise InputError(
                f"{self.path.name}: X has {max(lengths.values())} or {min(lengths.values())} rows and y the other; "
                "every sample needs one target."
            )

    def now(self) -> Stamp:
        """Size and time of the file, or of both files, as they are now."""
        return Stamp.of(*dict.fromkeys(array.path for array, _ in self.columns.values()))

    @property
    def pieces(self) -> int:
        """Every row can be read apart from the others."""
        return int(next(iter(self.columns.values()))[0].shape[0])

    def names(self) -> list[str]:
        """The names of its columns."""
        return list(self.columns)

    def rows(self, pieces: range) -> int:
        """As many as there are pieces."""
        return len(pieces)

    def read(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[Room]:
        """The rows in their order, at most `size` at a time.

        Raises:
            InputError: if a file ends too early, or holds an integer that float64 might round.
        """
        if all(array.by_columns for array, _ in (self.columns[name] for name in names)):
            yield from self._by_columns(pieces, names, size)
            return
        # Two threads in a row: one waits for the disk while the other turns rows into columns.
        for some, tables in Prefetched(self._raw(pieces, names, size)):
            room = Room(len(some), len(names), some.start)
            for j, name in enumerate(names):
                array, column = self.columns[name]
                room.put(j, array.picked(tables[array], column))
            yield room

    def _raw(
        self, rows: range, names: tuple[str, ...], size: int
    ) -> Iterator[tuple[range, dict[Stored, NDArray[Any]]]]:
        """The rows as they stand in the file."""
        with self._streams(names) as streams:
            for some in _cut(rows, size):
                yield some, {array: array.table(stream, some) for array, stream in streams.items()}

    def _by_columns(self, rows: range, names: tuple[str, ...], size: int) -> Iterator[Room]:
        """Columns that stand in the file as they do in a block: nothing is copied but by the kernel."""
        with self._streams(names) as streams:
            for some in _cut(rows, size):
                room = Room(len(some), len(names), some.start)
                for j, name in enumerate(names):
                    array, column = self.columns[name]
                    array.column(streams[array], some, column, room.table[:, j])
                yield room

    @contextmanager
    def _streams(self, names: tuple[str, ...]) -> Iterator[dict[Stored, Any]]:
        """The open file of every array in which one of these columns is."""
        with ExitStack() as stack:
            arrays = dict.fromkeys(self.columns[name][0] for name in names)
            yield {array: stack.enter_context(array.path.open("rb", buffering=0)) for array in arrays}


def _cut(rows: range, size: int) -> Iterator[range]:
    """Ranges of at most `size` rows."""
    return (rows[first : first + size] for first in range(0, len(rows), size))


def open_npy(path: Path) -> NumpyFile:
    """A table of numbers, the target in its last column, or records whose fields have names."""
    table = Stored.at(path)
    names = table.dtype.names or (*_numbered(table.width - 1), "y")
    return NumpyFile(path, {name: (table, j) for j, name in enumerate(names)})


def open_pair(X: Path, y: Path) -> NumpyFile:
    """The features X (n, d) and the target y (n,) in a file each."""
    return _pair(X.parent, Stored.at(X), Stored.at(y))


def open_npz(path: Path) -> NumpyFile:
    """The features X (n, d) and the target y (n,) as `numpy.savez` writes them.

    Raises:
        InputError: if it is not such a file, or its arrays are compressed, so that no row can be found in them.
    """
    try:
        with ZipFile(path) as archive, path.open("rb") as stream:
            members = {name: archive.getinfo(f"{name}.npy") for name in ("X", "y")}
            starts = {name: _first_byte(stream, member.header_offset) for name, member in members.items()}
    except (OSError, BadZipFile, KeyError, NotImplementedError, ValueError) as error:
        said = str(error).strip("'\"")
        raise InputError(
            f"{path.name} is damaged or does not hold the arrays X and y ({said}); write it with numpy.savez."
        ) from error
    if any(member.compress_type != ZIP_STORED for member in members.values()):
        raise InputError(f"{path.name} is compressed, and no row can be found in it; write it with numpy.savez.")
    return _pair(path, Stored.at(path, starts["X"]), Stored.at(path, starts["y"]))


def _first_byte(stream: BinaryIO, header: int) -> int:
    """Where the content of a member of an archive begins: its header says how long the rest of the header is."""
    stream.seek(header)
    lengths = stream.read(ZIP_HEADER)[26:30]
    return header + ZIP_HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")


def _pair(path: Path, X: Stored, y: Stored) -> NumpyFile:
    if y.width != 1:
        raise InputError(f"y of {path.name} has shape {y.shape}; it must have shape (n,).")
    names = X.dtype.names or _numbered(X.width)
    return NumpyFile(path, {name: (X, j) for j, name in enumerate(names)} | {"y": (y, 0)})


def _numbered(d: int) -> tuple[str, ...]:
    """The names of d features that have none, as in `Dataset`."""
    return ("x",) if d == 1 else tuple(f"x{j}" for j in range(1, d + 1))
