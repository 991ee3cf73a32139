"""gdlearn stream: descend on data that need not fit into memory."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.cli.compressing import saved
from gdlearn.cli.descent import Descent
from gdlearn.cli.rows import Rows
from gdlearn.cli.terminal import table
from gdlearn.data import starting_weights
from gdlearn.errors import InputError
from gdlearn.objectives import Objective
from gdlearn.optimizers import Rule
from gdlearn.settings import to_plain
from gdlearn.streaming import FileSource, Resumable, Stream
from gdlearn.summary import describe

LONGEST = 30  # weights that the table shows


def stream(
    data: Path,
    *,
    rows: Rows | None = None,
    descent: Descent | None = None,
    compress: Annotated[bool, Parameter(negative=())] = False,
    checkpoint: Path | None = None,
    resume: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Descend on data that need not fit into memory: every step reads the files once, block by block.

    Exit status: 0 it is done, 2 the input cannot be used, 130 it was interrupted.

    Args:
        data: CSV, Parquet, Arrow or NumPy file with one sample a row, or a folder of such files.
        rows: Which rows, which loss, which backend.
        descent: How to descend.
        compress: Reduce all rows to a handful first, which have the same squared error; then no step reads the files.
        checkpoint: File that is kept up to date with all that is needed to go on after an interruption.
        resume: Go on from the checkpoint.
    """
    rows, descent = rows or Rows(), descent or Descent()
    if descent.batch_size is not None:
        raise InputError(
            "--batch-size chooses rows, but a stream is read from its first row to its last; leave it out."
        )
    if compress and (checkpoint or resume):
        raise InputError("--compress leaves nothing that takes long; use it without --checkpoint and --resume.")
    try:
        return run(data, rows, descent, compress, checkpoint, resume)
    except KeyboardInterrupt:
        kept = checkpoint is not None and checkpoint.exists()
        cure = "go on with the same command and --resume" if kept else "with --checkpoint FILE it could go on"
        Console(stderr=True).print(f"gdlearn: interrupted; {cure}.", highlight=False)
        return 130


def run(data: Path, rows: Rows, descent: Descent, compress: bool, checkpoint: Path | None, resume: bool) -> int:
    """Look at the rows, descend, and say what was found."""
    console, notes, meter = Console(), Console(stderr=True), Meter()
    backend = rows.way()
    source = rows.source(data).watched(meter)
    with busy(notes, f"looking at the rows of {source.title}"):
        source = source.standardise() if rows.standardise else source
        whole = rows.objective_on(source)
        meter.bytes_a_row = source.nbytes / len(whole)
    say_what(console, source, whole)
    start = starting_weights(whole.size, rows.seed)
    with busy(notes, "looking for a learning rate"):
        rule = descent.rule(known_curvature(whole), start)
    steps = descent.updates(len(whole))
    console.print(f"{steps} steps of {describe(rule)} on {rows.backend}, {rows.dtype}", highlight=False)
    objective = whole.with_core(core(whole).compressed()) if compress else whole
    if compress:
        console.print(saved(core(whole).triangle, whole.nbytes, objective.nbytes), highlight=False, soft_wrap=True)
    walk = Resumable(objective, start, backend, rule, steps, checkpoint, identity(source, whole, rule, backend), resume)
    if walk.losses:
        console.print(f"going on at step {len(walk.losses)}, where {checkpoint} was written", highlight=False)
    passes = 0 if compress else steps + 1 - len(walk.losses)
    with meter.bar(notes, "descending", passes * source.nbytes):
        w = end_of(walk, start)
    show(console, source, walk.losses, w)
    console.print(meter.report(), style="dim", highlight=False)
    return 0


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


def end_of(walk: Resumable, start: FloatArray) -> FloatArray:
    """The last weights of a descent."""
    w = start
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging descent overflows, and then says so
        for step in walk:
            w = walk.backend.to_numpy(step.w)
            if not math.isfinite(walk.losses[-1]):
                raise InputError(
                    f"the descent diverges: the loss is {walk.losses[-1]} at step {step.t}; take a smaller learning "
                    "rate, or --standardise the features."
                )
    return w


def core(whole: Objective) -> Stream:
    """The stream, without the penalty around it."""
    found = whole.core
    assert isinstance(found, Stream)
    return found


def known_curvature(whole: Objective) -> Objective:
    """The objective, if a bound on its curvature is known; otherwise the same one on the first rows alone."""
    inner = core(whole)
    if whole.quadratic or math.isfinite(inner.bend):
        return whole
    return next(inner.parts())


def identity(source: FileSource, whole: Objective, rule: Rule, backend: Backend) -> dict[str, Any]:
    """Everything that a descent depends on, as plain values: a checkpoint of another one is refused."""
    stamps = {part.file.path.name: part.file.stamp for part in source.parts}
    written = {
        f"file {name}": f"{stamp.size} bytes, written "
        + " and ".join(datetime.fromtimestamp(time / 1e9).isoformat() for time in stamp.changed)
        for name, stamp in stamps.items()
    }
    return written | {
        "number of rows": len(whole),
        "features": list(source.features),
        "target": source.target,
        "standardised": source.scaling is not None,
        "block": source.block,
        "objective": describe(core(whole).like),
        "penalty": getattr(whole, "strength", 0.0),
        "optimiser": to_plain(rule),
        "backend": [backend.name, backend.method, backend.dtype, backend.device],
    }


def say_what(console: Console, source: FileSource, whole: Objective) -> None:
    """One line for the data, one for the objective."""
    files = len({part.file.path for part in source.parts})
    console.print(
        f"{source.title}: {len(whole)} rows, {len(source.features)} features and the target {source.target}; "
        f"{decimal(source.nbytes)} in {files} file{'s' if files > 1 else ''}, read in blocks of at most "
        f"{source.rows_per_block} rows\n{describe(core(whole).like)}",
        highlight=False,
        soft_wrap=True,
    )


def show(console: Console, source: FileSource, losses: list[float], w: FloatArray) -> None:
    """The loss at both ends, and the weights that were found."""
    console.print(f"loss {losses[0]:.8g} at the start, {losses[-1]:.8g} after {len(losses) - 1} steps", highlight=False)
    linear = len(w) == len(source.columns)
    names = source.columns if linear else tuple(f"w{j}" for j in range(len(w)))
    found = source.original_units(w) if linear else w
    units = "in the units of the data" if linear else "value"
    grid = table("weight of", units, title="The weights", right=(units,))
    for name, value in list(zip(names, found, strict=True))[:LONGEST]:
        grid.add_row(name, f"{value:.8g}")
    if len(names) > LONGEST:
        grid.caption = f"... and {len(names) - LONGEST} more"
    console.print()
    console.print(grid)
