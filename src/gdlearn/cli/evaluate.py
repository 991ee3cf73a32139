"""gdlearn evaluate: how good a model is on rows whose targets are known."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gdlearn.cli.terminal import table
from gdlearn.models import Evaluation, Model

DIGITS = 6


def evaluate(model: Path, data: Path, /, *, target: str | None = None) -> int:
    """Hold a model against a table whose targets are known.

    Exit status: 0 it is done, 2 the input cannot be used.

    Args:
        model: File that gdlearn fit has written.
        data: CSV, Parquet, Arrow or NumPy file, or a folder of such files; it may be larger than memory.
        target: Name of the column with the targets; without it the one that the model was fitted to.
    """
    loaded = Model.load(model)
    source = loaded.source(data, target or loaded.target)
    show(loaded.evaluate_source(source), f"{model.name} on {source.title}")
    return 0


def show(found: Evaluation, title: str) -> None:
    """Every measure with its meaning."""
    grid = table("measure", "value", "meaning", title=f"{title}: {found.samples} samples", right=("value",))
    for name, value, meaning in found.measures:
        grid.add_row(name, f"{value:.{DIGITS}g}", meaning)
    Console().print(grid)
