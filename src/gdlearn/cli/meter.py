"""How much was read, and how quickly: a progress bar in bytes while it goes on, and a line in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn


def busy(console: Console, doing: str) -> AbstractContextManager[Any]:
    """Say what takes its time, where somebody looks on."""
    return console.status(doing) if console.is_terminal else nullcontext()


class Meter:
    """Counts the rows that are read, and shows them as bytes in a progress bar.

    Attributes:
        bytes_a_row: how many bytes of the files a row has, once it is known.
        rows: how many rows were read.
    """

    def __init__(self) -> None:
        self.bytes_a_row, self.rows = 0.0, 0
        self.begin = monotonic()
        self._shown: Any = None

    def __call__(self, rows: int) -> None:
        """So many rows more."""
        self.rows += rows
        if self._shown is not None:
            self._shown(rows * self.bytes_a_row)

    @contextmanager
    def bar(self, console: Console, title: str, total: float) -> Iterator[None]:
        """Show what is read from here on, with its rate and the time left."""
        name, speed = TextColumn("{task.description}"), TransferSpeedColumn()
        columns = (name, BarColumn(), TaskProgressColumn(), speed, TimeRemainingColumn())
        with Progress(
            *columns, console=console, transient=True, disable=not (total and console.is_terminal)
        ) as progress:
            task = progress.add_task(title, total=total)
            self._shown = lambda more: progress.advance(task, more)
            try:
                yield
            finally:
                self._shown = None

    def report(self) -> str:
        """How much was read, and how quickly, from the beginning."""
        spent, read = monotonic() - self.begin, self.rows * self.bytes_a_row
        return f"read {decimal(int(read))} in {spent:.3g} s, {decimal(int(read / spent))} a second"
