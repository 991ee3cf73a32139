"""Tables that pyarrow reads: Parquet by row groups, Arrow by record batches, CSV from the first line to the last."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar

from gdlearn.errors import InputError
from gdlearn.files import SEPARATORS, explain, explain_separator, numbers
from gdlearn.streaming.source import Room, Stamp

# At run time pyarrow is imported where it reads, as in `gdlearn.files`.
if TYPE_CHECKING:
    import pyarrow as pa

TEXT = 2**22  # bytes of a CSV file that are made into numbers at a time
FETCHED = 2**18  # bytes of a column of a Parquet file that are fetched at a time
WAY_OUT = "leave it out"
_NO_NUMBER = re.compile(r"column #(\d+): (?:Row #(\d+): )?CSV conversion error to \w+: invalid value '(.*)'")


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

        room = Room(batch.num_rows, len(names) - 1, first)
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


class Text(ArrowFile):
    """A CSV file, or one separated by tabs; it is one piece, since only reading it tells where a row begins."""

    kind: ClassVar[str] = " CSV"

    @property
    def separator(self) -> str:
        """What stands between the values, as the suffix says."""
        return SEPARATORS[Path(self.path.name.removesuffix(".gz")).suffix.lower()]

    @cached_property
    def counts(self) -> list[int | None]:
        """One piece of unknown length."""
        return [None]

    def names(self) -> list[str]:
        """The names of its columns, from its first line."""
        try:
            with self._open() as reader:
                header = list(reader.schema.names)
        except (OSError, ValueError) as error:
            raise InputError(self.explained(str(error))) from error
        if len(header) == 1 and (sentence := explain_separator(header[0], self.path.name, self.separator)):
            raise InputError(sentence)
        return header

    def batches(self, pieces: range, names: tuple[str, ...], size: int) -> Iterator[pa.RecordBatch]:
        """All rows, some megabytes of text at a time."""
        if not pieces:
            return
        with self._open(names) as reader:
            yield from reader

    def _open(self, names: tuple[str, ...] = ()) -> Any:
        import pyarrow as pa
        from pyarrow import csv

        return csv.open_csv(
            self.path,
            csv.ReadOptions(block_size=TEXT, use_threads=False),  # in one thread its errors count rows
            csv.ParseOptions(delimiter=self.separator, newlines_in_values=True),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.float64()), include_columns=list(names), strings_can_be_null=True
            ),
        )

    def explained(self, said: str, names: tuple[str, ...] = ()) -> str:
        """One sentence for what pyarrow said of the file; it names the cell, if pyarrow does."""
        found = _NO_NUMBER.search(said)
        if not (found and names):
            return explain(said, self.path.name, self.separator)
        column, line, cell = found.groups()
        row = f" in row {int(line) - 1} (counted from 1 below the header)" if line else ""
        return (
            f"column {self.names()[int(column)]!r} of {self.path.name} holds {cell!r}{row}, not a number; "
            f"correct it, or {WAY_OUT}."
        )
