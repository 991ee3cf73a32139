"""gdlearn predict: what a model says of new rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rich.console import Console

from gdlearn.arrays import FloatArray
from gdlearn.atomic import atomic_write
from gdlearn.cli.outputs import check_outputs
from gdlearn.cli.task import Flag
from gdlearn.cli.terminal import table
from gdlearn.errors import InputError
from gdlearn.models import Model
from gdlearn.models.evaluation import classes_of

FIRST = 10  # rows that the terminal shows


def predict(model: Path, data: Path, /, *, out: Path | None = None, force: Flag = False) -> int:
    """Say what a model predicts for the rows of a table.

    The features are found by their names, in whatever order they stand; other columns are left alone. Exit status: 0
    it is done, 2 the input cannot be used.

    Args:
        model: File that gdlearn fit has written.
        data: CSV, Parquet, Arrow or NumPy file, or a folder of such files; it may be larger than memory.
        out: CSV file for all predictions, in the order of the rows; without it the first ones are shown.
        force: Replace a file that is there.
    """
    if out is not None and out.suffix.lower() != ".csv":
        raise InputError(f"--out {out} does not end in .csv, and CSV is what is written; give it a name that does.")
    check_outputs(out, force=force, inputs=[model, data])
    loaded = Model.load(model)
    source = loaded.source(data)
    names, lines = columns(loaded), rows(loaded, loaded.predict_blocks(source))
    console = Console()
    if out is None:
        show(console, names, lines, f"{loaded.target} as {model.name} predicts it for {source.title}")
        return 0
    count = 0
    with atomic_write(out) as file:
        file.write(f"{','.join(names)}\n".encode())
        for line in lines:
            file.write(f"{','.join(map(repr, line))}\n".encode())
            count += 1
    console.print(f"wrote {out}: {count} predictions", highlight=False, soft_wrap=True)
    return 0


def columns(model: Model) -> list[str]:
    """What is said of every row: a number; or a class, and how probable the classes are."""
    blueprint = model.blueprint
    if blueprint.name == "logistic":
        return ["class", "probability of 1"]
    if blueprint.name == "softmax":
        return ["class", *(f"probability of {k}" for k in range(blueprint.settings["classes"]))]
    return ["expected count" if blueprint.name == "poisson" else "prediction"]


def rows(model: Model, blocks: Iterator[FloatArray]) -> Iterator[list[float]]:
    """The values of every row, whole numbers for classes."""
    labelled = model.blueprint.name in ("logistic", "softmax")
    for block in blocks:
        numbers = block.reshape(len(block), -1).tolist()
        if labelled:
            yield from ([label, *row] for label, row in zip(classes_of(block).tolist(), numbers, strict=True))
        else:
            yield from numbers


def show(console: Console, names: list[str], lines: Iterator[list[float]], title: str) -> None:
    """The first predictions."""
    console.print(title, style="bold", highlight=False)
    grid = table("row", *names, right=("row", *names))
    for number, line in enumerate(islice(lines, FIRST), start=1):
        grid.add_row(str(number), *(f"{value:.6g}" for value in line))
    console.print(grid)
    if next(lines, None) is not None:
        console.print("... and more; --out FILE.csv keeps all", style="dim")
