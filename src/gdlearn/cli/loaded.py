"""The rows of a fit, once they were looked at: in memory or read at every step, and what is minimised over them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.filesize import decimal

from gdlearn.arrays import FloatArray
from gdlearn.cli.compressing import compress
from gdlearn.cli.meter import Meter, busy
from gdlearn.cli.rows import Rows
from gdlearn.data import starting_weights
from gdlearn.models import Blueprint
from gdlearn.objectives import Objective
from gdlearn.objectives.triangle import Triangle
from gdlearn.streaming import FileSource, Stream


@dataclass(frozen=True)
class Loaded:
    """Rows of a file; everything about them is looked up when it is first asked for.

    Attributes:
        data: the file or folder.
        rows: which rows, which loss, which backend.
        meter: counts what is read.
        notes: where people are told what takes its time.
    """

    data: Path
    rows: Rows
    meter: Meter
    notes: Console

    @cached_property
    def source(self) -> FileSource:
        """The rows as they are read, standardised where that is wished for."""
        source = self.rows.source(self.data).watched(self.meter)
        with busy(self.notes, f"looking at the rows of {source.title}"):
            source = source.standardise() if self.rows.standardise else source
            self.meter.bytes_a_row = source.nbytes / source.n
        return source

    @cached_property
    def held(self) -> bool:
        """Whether all of them are in memory."""
        return self.rows.held(self.source)

    @cached_property
    def whole(self) -> Objective:
        """The objective over all rows."""
        with busy(self.notes, f"reading {self.source.title}"):
            return self.rows.objective_on(self.source, self.held)

    @cached_property
    def blueprint(self) -> Blueprint:
        """The objective without its rows."""
        return Blueprint.of(self.whole)

    @cached_property
    def start(self) -> FloatArray:
        """The starting weights (p,)."""
        return starting_weights(self.whole.size, self.rows.seed)

    @cached_property
    def small(self) -> tuple[Objective, Triangle]:
        """The same squared error from a handful of rows, and the triangle that it came from."""
        with busy(self.notes, "adding up the squares"):
            return compress(self.whole)

    @property
    def bounded(self) -> Objective:
        """The objective, if a bound on its curvature is known; otherwise the same one on the first rows alone."""
        core = self.whole.core
        if self.whole.quadratic or math.isfinite(core.bend):
            return self.whole
        return next(core.parts()) if isinstance(core, Stream) else core.rows(slice(self.source.rows_per_block))

    @property
    def identity(self) -> dict[str, Any]:
        """All that a descent depends on beside its rule, batches and backend; a checkpoint of another is refused."""
        source, blueprint = self.source, self.blueprint
        stamps = {part.file.path.name: part.file.stamp for part in source.parts}
        written = {
            f"file {name}": f"{stamp.size} bytes, written "
            + " and ".join(datetime.fromtimestamp(time / 1e9).isoformat() for time in stamp.changed)
            for name, stamp in stamps.items()
        }
        return written | {
            "features": list(source.features),
            "target": source.target,
            "standardised": source.scaling is not None,
            "block": None if self.held else source.block,
            "objective": [blueprint.name, blueprint.settings, blueprint.penalty],
            "seed": self.rows.seed,
        }

    def __str__(self) -> str:
        """One line for the data, one for the objective."""
        source = self.source
        files = len({part.file.path for part in source.parts})
        how = "read into memory" if self.held else f"read in blocks of at most {source.rows_per_block} rows"
        return (
            f"{source.title}: {len(self.whole)} rows, {len(source.features)} features and the target {source.target}; "
            f"{decimal(source.nbytes)} in {files} file{'s' if files > 1 else ''}, {how}\n{self.blueprint}"
        )
