"""Tables that pyarrow reads: Parquet by row groups, Arrow by record batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar

from gdlearn.errors import InputError
from gdlearn.files import numbers
from gdlearn.streaming.source import Room, Stamp

# At run time pyarrow is imported where it reads, as in `gdlearn.files`.
if TYPE_CHECKING:
    import pyarrow as pa

FETCHED = 2**18  # bytes of a column of a Parquet file that are fetched at a time
WAY_OUT = "leave it out"


@dataclass(frozen=True, eq=False)
class ArrowFile(ABC):
    """A file that pyarrow reads.

    Attributes:
        path: the file.
        stamp: size and time when it was opened.
    """

    path: Path
    stamp: Stamp = field(init=False)
    kind: ClassVar[str]

    def __post_init__(self) -> None:
        """Look at the file once."""
        object.__setattr__(self, "stamp", self.now())

    def now(self) -> Stamp:
        """Its size and time as they are now."""
        return Stamp.of(self.path)

    @cached_property
    @abstractmethod
    def counts(self) -> list[int | None]:
        """How many rows each of its pieces has; None where that has to be counted."""

    @abstractmethod
    def names(self) -> list[str]:
        """The names of its columns."""

    @abstractmethod
    def batches(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[pa.RecordBatch]:
        """The rows of some pieces as pyarrow hands them out."""

    @property
    def pieces(self) -> int:
        """How many parts of it can be read apart from the rest."""
        return len(self.counts)

    def rows(self, pieces: range) -> int | None:
        """How many rows some of its pieces have; None if that has to be counted."""
        counts = [self.counts[piece] for piece in pieces]
        return None if None in counts else sum(count for count in counts if count is not None)

    def read(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[Room]:
        """The rows in their order, at most `size` at a time.

        Raises:
            InputError: if the file is damaged, or a cell is missing or no number.
        """
        first = self.rows(range(pieces.start)) or 0
        for batch in self._told(self.batches(pieces, names, size), names):
            for begin in range(0, batch.num_rows, size):
                part = batch.slice(begin, size)
                yield self._room(part, names, first)
                first += part.num_rows

    def _room(self, batch: pa.RecordBatch, names: tuple[str, ...], first: int) -> Room:
        import pyarrow as pa

        room = Room(batch.num_rows, len(names), first)
        for j, name in enumerate(names):
            column = batch.column(name)
            if pa.types.is_float64(column.type) and column.null_count == 0:
                room.put(j, column)  # no copy in between
            else:
                room.put(j, numbers(pa.Table.from_batches([batch]), name, self.path.name, WAY_OUT, first))
        return room

    def _told(self, batches: Iterator[Any], names: tuple[str, ...]) -> Iterator[Any]:
        """The batches; what pyarrow says of a damaged file becomes one sentence."""
        import pyarrow as pa

        while True:
            try:
                batch = next(batches, None)
            except InputError:  # already a sentence, and a ValueError
                raise
            except (pa.ArrowException, OSError, ValueError) as error:
                raise InputError(self.explained(str(error), names)) from error
            if batch is None:
                return
            yield batch

    def explained(self, said: str, names: tuple[str, ...] = ()) -> str:
        """One sentence for what pyarrow said of the file."""
        return f"{self.path.name} is damaged or not a{self.kind} file ({shorten(said, 160)}); write it again."


class Parquet(ArrowFile):
    """A Parquet file; its pieces are its row groups."""

    kind: ClassVar[str] = " Parquet"

    @cached_property
    def _footer(self) -> tuple[list[str], list[int | None]]:
        import pyarrow as pa
        from pyarrow import parquet

        try:
            with parquet.ParquetFile(self.path) as file:
                about = file.metadata
                counts: list[int | None] = [about.row_group(i).num_rows for i in range(about.num_row_groups)]
                return file.schema_arrow.names, counts
        except (pa.ArrowException, OSError) as error:
            raise InputError(self.explained(str(error))) from error

    @cached_property
    def counts(self) -> list[int | None]:
        """How many rows each row group has, as the end of the file says."""
        return self._footer[1]

    def names(self) -> list[str]:
        """The names of its columns."""
        return list(self._footer[0])

    def batches(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[pa.RecordBatch]:
        """The rows of some row groups, the wanted columns only."""
        from pyarrow import parquet

        # Without these two settings whole row groups are fetched ahead of time: three times the memory, and slower.
        bounded = partial(parquet.ParquetFile, pre_buffer=False, buffer_size=FETCHED)
        with bounded(self.path, page_checksum_verification=True) as file:
            yield from file.iter_batches(size, row_groups=list(pieces), columns=list(names))


class ArrowIPC(ArrowFile):
    """A file in Arrow's own format, which Feather is too; its pieces are its record batches."""

    kind: ClassVar[str] = "n Arrow"

    @cached_property
    def counts(self) -> list[int | None]:
        """How many rows each record batch has."""
        import pyarrow as pa

        try:
            with pa.OSFile(str(self.path), "rb") as stream:
                file = pa.ipc.open_file(stream)
                return [file.get_batch(i).num_rows for i in range(file.num_record_batches)]
        except (pa.ArrowException, OSError) as error:
            raise InputError(self.explained(str(error))) from error

    def names(self) -> list[str]:
        """The names of its columns."""
        import pyarrow as pa

        try:
            with pa.OSFile(str(self.path), "rb") as stream:
                return list(pa.ipc.open_file(stream).schema.names)
        except (pa.ArrowException, OSError) as error:
            raise InputError(self.explained(str(error))) from error

    def batches(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[pa.RecordBatch]:
        """Some record batches, the wanted columns only."""
        import pyarrow as pa

        with pa.OSFile(str(self.path), "rb") as stream:
            schema = pa.ipc.open_file(stream).schema
            options = pa.ipc.IpcReadOptions(included_fields=[schema.get_field_index(name) for name in names])
            file = pa.ipc.open_file(stream, options=options)
            for piece in pieces:
                yield file.get_batch(piece)
