"""The options that say how the rows of a file are gone through: held in memory, or read block by block."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from gdlearn.backends import Backend, get_backend
from gdlearn.cli.task import Task
from gdlearn.errors import InputError
from gdlearn.objectives import Objective
from gdlearn.streaming import FileSource, Streaming, open_source
from gdlearn.streaming.table import BLOCK

MEGABYTE = 1_000_000
HELD = 1000 * MEGABYTE  # bytes of a table in memory; a larger one is read at every step


@Parameter(name="*")
@dataclass(frozen=True)
class Rows(Task):
    """Which rows, which loss, which backend.

    Attributes:
        backend: The way to the gradient; with NAME:formula the hand-derived gradient on the arrays of that backend.
        block_size: Megabytes of a block of rows that is read at a time, at every step again. Without it rows that take
            up to 1000 megabytes as numbers are read into memory once, and others in blocks of 4.
    """

    backend: str = "numpy"
    block_size: float | None = None

    def source(self, data: Path) -> FileSource:
        """The rows, as they come from the files; nothing is read yet."""
        size = BLOCK / MEGABYTE if self.block_size is None else self.block_size
        if not size > 0 or math.isinf(size):
            raise InputError(f"--block-size is {size:g}; it must be a number of megabytes greater than 0.")
        return open_source(data, self.target or "y", self.columns, max(1, int(size * MEGABYTE)))

    def held(self, source: FileSource) -> bool:
        """Whether the rows are read into memory; of text that is known after one reading."""
        return self.block_size is None and 8 * source.n * (len(source.columns) + 1) <= HELD

    def way(self, held: bool) -> Backend:
        """The backend; where the rows are not held it is asked block by block."""
        name, _, gradient = self.backend.partition(":")
        inner = get_backend(name, dtype=self.dtype, gradient=gradient or "auto")
        return inner if held else Streaming(inner)

    def objective_on(self, source: FileSource, held: bool) -> Objective:
        """The objective over all rows."""
        largest = source.survey.high[-1] if self.objective == "softmax" else 0.0
        blueprint = self.blueprint(largest)
        if not held:
            return blueprint.over(source)
        dataset = source.dataset()
        return blueprint.on(dataset.X, dataset.y)
