"""gdlearn mistakes: the catalogue, and one mistake at work beside the right program."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdlearn.cli.outputs import check_folder
from gdlearn.cli.task import Flag
from gdlearn.cli.terminal import table, vector
from gdlearn.errors import InputError

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.mistakes.demonstration import Demonstration
    from gdlearn.mistakes.mistake import Mistake

MARKS = {"-": "red", "+": "green", " ": "dim"}  # the wrong line, the right line, both


def mistakes(name: str = "", /, *, lesson: int | None = None, out: Path | None = None, force: Flag = False) -> int:
    """List the mistakes that people make, or run one of them beside the right program.

    Args:
        name: The name of a mistake; if it is left out, all are listed.
        lesson: List only those of one lesson.
        out: Folder for the figure of the one that is run (NAME.png).
        force: Replace a figure that is there.
    """
    check_folder(out, [f"{name}.png"] if name else [], force=force)
    if name:
        from gdlearn.mistakes.catalogue import find

        show(find(name), out)
    else:
        show_all(lesson)
    return 0


def show_all(lesson: int | None) -> None:
    """The catalogue by kind, or what one lesson has of it."""
    from gdlearn.mistakes.catalogue import CATALOGUE

    chosen = [mistake for mistake in CATALOGUE.values() if lesson in (None, mistake.lesson)]
    if not chosen:
        lessons = ", ".join(map(str, sorted({mistake.lesson for mistake in CATALOGUE.values()})))
        raise InputError(f"no mistake of the catalogue belongs to lesson {lesson}; those with mistakes are {lessons}.")
    console = Console()
    for kind, group in groupby(chosen, key=lambda mistake: mistake.kind):
        grid = table("name", "what", "lesson", title=f"Mistakes in {kind}", right=("lesson",))
        for mistake in group:
            grid.add_row(mistake.id, Text(mistake.title), str(mistake.lesson))
        console.print(grid)
        console.print()
    console.print(f"See one at work: gdlearn mistakes {chosen[0].id}", highlight=False)


def show(mistake: Mistake, out: Path | None) -> None:
    """One mistake: its program, what it does, how it shows, and the cure."""
    from gdlearn.mistakes.demonstration import demonstrate

    console, shown = Console(), demonstrate(mistake)
    console.print(Text.assemble((mistake.title, "bold"), (f"  {mistake.id}", "dim")), "", program(mistake), sep="\n")
    if shown.runs:
        console.print(shown.ground.title, highlight=False)
    for block in (steps_table(shown), values_table(shown)):
        if block.row_count:
            console.print(block, "", sep="\n")
    if shown.runs and (said := shown.runs[1].stopped):
        console.print(Text.assemble((f"{shown.runs[1].place}:", "bold red"), f"\n{said}\n"))
    for head, text in sentences(mistake).items():
        console.print(Text.assemble((f"{head}: ", "bold"), text))
    console.print()
    picture(shown, out, console)


def picture(shown: Demonstration, out: Path | None, console: Console) -> None:
    """Write the figure, or say how to get it."""
    if not shown.has_path:
        return
    if out is None:
        console.print("Add --out DIR for the figure.", style="dim")
        return
    from gdlearn.plots import save_figure  # matplotlib: a third of a second, only where it is used
    from gdlearn.plots.mistake import draw_mistake

    path = out / f"{shown.mistake.id}.png"
    save_figure(draw_mistake(shown), path)
    console.print(f"wrote {path}", highlight=False, soft_wrap=True)


def program(mistake: Mistake) -> Text:
    """The wrong program, and what to change in it: "-" is the wrong line, "+" the right one."""
    text = Text()
    for mark, line in mistake.wrong.differences(mistake.right):
        text.append(f"{mark} {line}\n", MARKS[mark])
    return text


def steps_table(shown: Demonstration) -> Table:
    """The losses and the weights of both programs at a few steps."""
    heads = ("row", "loss, right", "loss, wrong", "weights, right", "weights, wrong")
    grid = table(*heads, right=heads[:3])
    for t in shown.rows:
        losses = (run.loss_at(t) for run in shown.runs)
        weights = (vector(run.weights[t], 4) if t < len(run) else "" for run in shown.runs)
        grid.add_row(str(t), *losses, *weights)
    return grid


def values_table(shown: Demonstration) -> Table:
    """What else both programs say."""
    grid = table("what", "right", "wrong")
    for value in shown.values:
        grid.add_row(*map(Text, value))
    return grid


def sentences(mistake: Mistake) -> dict[str, str]:
    """What the catalogue says about a mistake, each under its head."""
    return {
        "How it shows": mistake.symptom,
        "What it is": mistake.message,
        "Cure": mistake.cure,
        "Lesson": str(mistake.lesson),
        "Seen in": mistake.evidence,
    }
