"""gdlearn exercises verify and matrix: what an author of exercises runs before anybody else sees them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdlearn.cli.task import Whole
from gdlearn.cli.terminal import patient_bar, table

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.exercises.exercise import Exercise
    from gdlearn.exercises.matrix import Row

Format = Literal["text", "json", "markdown"]

TITLES = {"file": "wrong files", "catalogue": "the catalogue", "pair": "two at once", "variant": "right answers"}


def verify(*names: str, apart: bool = False) -> int:
    """Check the exercises themselves. Exit status: 0 all is well, 1 something is not.

    Every stub must stop with its own TODO, every solution and variant must pass, every wrong answer must be named as
    its first line says, and no file may be missing or left over.

    Args:
        names: Exercises; all of them if none is named.
        apart: Run every file in a process of its own, as a learner's file is; slower.
    """
    from gdlearn.exercises import verify as author
    from gdlearn.exercises.checking import check_file, check_here

    console, chosen = Console(), _chosen(names)
    faults = [] if names else list(author.unlisted())
    watch = patient_bar(Console(stderr=True), "verifying", len(chosen))
    for exercise in watch(chosen):
        found = author.verify(exercise, check_file if apart else check_here)
        faults += [f"{exercise.name}: {fault}" for fault in found]
    for fault in faults:
        console.print(Text(fault, style="red"), soft_wrap=True)
    wrong, variants = (sum(len(getattr(each, kind)) for each in chosen) for kind in ("wrong", "variants"))
    what = f"{len(chosen)} exercises, {wrong} wrong answers, {variants} variants"
    console.print(_verdict(not faults).append(f": {what}, {len(faults)} faults.", "not bold"))
    return 1 if faults else 0


def matrix(*names: str, format: Format = "text", jobs: Whole | None = None) -> int:  # noqa: A002  # the name of the option
    """Try every wrong answer that is known, and every right one. Exit status: 0, or 1 if a verdict is wrong.

    Args:
        names: Exercises; all of them if none is named.
        format: A table for people, JSON with every answer, or Markdown for a page.
        jobs: How many processes work on it; as many as there are cores, if it is left out.
    """
    from gdlearn.exercises.matrix import FATAL
    from gdlearn.exercises.matrix import matrix as kill_matrix

    chosen = _chosen(names)
    with Console(stderr=True).status("trying every answer that is known"):
        rows = list(kill_matrix(chosen, jobs or os.cpu_count() or 1))
    if format == "json":
        print(json.dumps([row.to_dict() for row in rows], indent=2, ensure_ascii=False))
    elif format == "markdown":
        print(_markdown(chosen, rows))
    else:
        _show(chosen, rows)
    return 1 if any(row.fate in FATAL for row in rows) else 0


def _show(chosen: list[Exercise], rows: list[Row]) -> None:
    from gdlearn.exercises.matrix import FATAL, GOOD

    console = Console()
    console.print(_table(chosen, rows))
    for row in rows:
        if row.fate not in GOOD:
            said = f"{row.exercise}: {row.answer}: {row.fate} {', '.join(row.named)}"
            console.print(Text(said, style="bold red" if row.fate in FATAL else "yellow"), soft_wrap=True)
    good, wrong = sum(row.fate in GOOD for row in rows), sum(row.source != "variant" for row in rows)
    fatal = sum(row.fate in FATAL for row in rows)
    said = f": {len(rows)} answers, {wrong} wrong and {len(rows) - wrong} right; {good} judged as they should be."
    console.print(_verdict(not fatal).append(said, "not bold"))


def _table(chosen: list[Exercise], rows: list[Row]) -> Table:
    grid = table("exercise", *TITLES.values(), right=tuple(TITLES.values()), title="Judged as they should be, of all")
    for exercise in chosen:
        grid.add_row(exercise.name, *_cells(exercise, rows))
    return grid


def _markdown(chosen: list[Exercise], rows: list[Row]) -> str:
    head = ["exercise", *TITLES.values()]
    lines = [head, ["---", *("---:" for _ in TITLES)]]
    lines += [[each.name, *_cells(each, rows)] for each in chosen]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(exercise: Exercise, rows: list[Row]) -> list[str]:
    """For each source, how many answers were judged as they should be, of how many."""
    from gdlearn.exercises.matrix import GOOD

    cells = []
    for source in TITLES:
        mine = [row for row in rows if row.exercise == exercise.name and row.source == source]
        cells.append(f"{sum(row.fate in GOOD for row in mine)} of {len(mine)}" if mine else "")
    return cells


def _chosen(names: tuple[str, ...]) -> list[Exercise]:
    from gdlearn.exercises.manifest import exercises, find

    return [find(name) for name in names] or list(exercises().values())


def _verdict(ok: bool) -> Text:
    return Text("PASSED", style="bold green") if ok else Text("FAILED", style="bold red")
