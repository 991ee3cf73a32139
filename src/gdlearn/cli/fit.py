"""gdlearn fit: descend on rows of a file, and keep what was found."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gdlearn.cli.descent import Descent
from gdlearn.cli.fitted import show
from gdlearn.cli.fitting import Descending, exactly
from gdlearn.cli.keeping import Keeping, farewell
from gdlearn.cli.loaded import Loaded
from gdlearn.cli.meter import Meter
from gdlearn.cli.outputs import check_outputs
from gdlearn.cli.rows import Rows
from gdlearn.cli.task import Flag
from gdlearn.errors import InputError
from gdlearn.resuming import Interruption, interruptible, undisturbed


def fit(
    data: Path,
    /,
    *,
    rows: Rows | None = None,
    descent: Descent | None = None,
    compress: Flag = False,
    exact: Flag = False,
    keeping: Keeping | None = None,
    out: Path | None = None,
    force: Flag = False,
) -> int:
    """Fit a model to a table, in memory or larger, and keep it for predictions.

    Exit status: 0 it is done, 2 the input cannot be used, 130 or 143 it was interrupted.

    Args:
        data: CSV, Parquet, Arrow or NumPy file with one sample a row, or a folder of such files.
        rows: Which rows, which loss, which backend.
        descent: How to descend.
        compress: Reduce all rows to a handful first, which have the same squared error; then no step reads the data.
        exact: Take no steps: compute the minimum of squared error by least squares.
        keeping: What keeps a long fit from being lost.
        out: File for the model, for gdlearn predict and gdlearn evaluate.
        force: Replace files that are there.
    """
    rows, descent, keeping = rows or Rows(), descent or Descent(), keeping or Keeping()
    check_outputs(out, force=force, inputs=[data])
    check_outputs(out, keeping.checkpoint, force=True, inputs=[data])  # nor are they the same
    keeping.check(force=force)
    check_options(descent, keeping, compress=compress, exact=exact)
    rows.way(held=True)  # refuses a backend that is not there before anything is said
    console, meter = Console(), Meter()
    loaded = Loaded(data, rows, meter, Console(stderr=True))
    descending = Descending(loaded, descent, keeping, compress, force, console)
    with interruptible():
        try:
            console.print(str(loaded), highlight=False, soft_wrap=True)
            found = exactly(loaded, console) if exact else descending.run()
            show(console, found)
            if not loaded.held:
                console.print(meter.report(), style="dim", highlight=False)
            if out is not None:
                found.model.save(out)
                console.print(f"wrote {out}; use it with: gdlearn predict {out} DATA", highlight=False, soft_wrap=True)
        except Interruption as stop:
            with undisturbed():
                loaded.notes.print(f"gdlearn: {farewell(descending.walk)}", highlight=False, soft_wrap=True)
            return stop.status
    return 0


def check_options(descent: Descent, keeping: Keeping, *, compress: bool, exact: bool) -> None:
    """Refuse options that say nothing together."""
    kept = keeping.checkpoint or keeping.resume
    if compress and kept:
        raise InputError("--compress leaves nothing that takes long; use it without --checkpoint and --resume.")
    if compress and descent.batch_size is not None:
        raise InputError("--compress leaves no samples to draw batches from; leave out --batch-size.")
    steps = vars(descent) != vars(Descent())
    if exact and (kept or compress or steps):
        raise InputError(
            "--exact takes no steps; leave out --compress, --checkpoint, --resume and everything about steps."
        )
