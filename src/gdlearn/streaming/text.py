"""Tables in CSV files, read from the first line to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from gdlearn.errors import InputError
from gdlearn.files import (
    SEPARATORS,
    check_beginning,
    check_written,
    cure,
    explain,
    explain_separator,
    is_doubtful,
    short,
    suffix_of,
)
from gdlearn.streaming.arrow import WAY_OUT, ArrowFile

if TYPE_CHECKING:
    import pyarrow as pa

TEXT = 2**22  # bytes of a file that are made into numbers at a time
_NO_NUMBER = re.compile(r"column #(\d+): (?:Row #(\d+): )?CSV conversion error to \w+: invalid value '(.*)'", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Text(ArrowFile):
    """A CSV file, or one separated by tabs; it is one piece, since only reading it tells where a row begins."""

    kind: ClassVar[str] = " CSV"
    looked_at: set[str] = field(init=False, default_factory=set, repr=False)  # columns whose text has been checked

    @property
    def separator(self) -> str:
        """What stands between the values, as the suffix says."""
        return SEPARATORS[suffix_of(self.path)]

    @cached_property
    def counts(self) -> list[int | None]:
        """One piece of unknown length."""
        return [None]

    def names(self) -> list[str]:
        """The names of its columns, from its first line."""
        check_beginning(self.path)
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
            for batch in reader:
                found = [n for n in names if n not in self.looked_at and is_doubtful(batch.column(n))]
                check_written(self.path, self.separator, found)
                self.looked_at.update(found)
                yield batch

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
            f"column {self.names()[int(column)]!r} of {self.path.name} holds {short(cell)}{row}, not a number; "
            f"{cure(cell, WAY_OUT)}."
        )
