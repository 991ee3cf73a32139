"""gdlearn exercises start, list, next, check, hint, reset and solution: what a learner runs."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from gdlearn.cli.terminal import table

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.diagnosis.diagnosis import Diagnosis
    from gdlearn.exercises.exercise import Exercise
    from gdlearn.exercises.workspace import Workspace

WIDTH = 30  # of the progress bar, in characters
LINES = 10  # of what a program prints, the last ones
COLOURS = {"done": "green", "tried": "yellow", "open": "dim"}

Folder = Annotated[Path | None, Parameter(name="--dir")]


def start(folder: Path = Path("gdlearn-exercises"), /) -> int:
    """Write the files of all exercises into a folder. Files that are there already stay as they are.

    Args:
        folder: Where to write them.
    """
    from gdlearn.exercises.workspace import Workspace

    space, new = Workspace.start(folder)
    said = "1 new file" if len(new) == 1 else f"{len(new)} new files"
    _say(f"{said} in {folder}. What was there before is as it was.")
    first = space.next()
    if first:
        _say(f"Begin with: cd {folder}, open {space.path(first).name}, then gdlearn exercises check")
    return 0


def show_list(*, folder: Folder = None) -> int:
    """List all exercises by lesson, with what is done, what was tried and what is open.

    Args:
        folder: The folder of the exercises; if it is left out, the current one.
    """
    from gdlearn.exercises.manifest import exercises
    from gdlearn.exercises.progress import STATES

    progress, console = _space(folder).progress, Console()
    every = list(exercises().values())
    grid = table("lesson", "", "exercise", "", "minutes", right=("lesson", "minutes"))
    for lesson, group in groupby(every, key=lambda each: each.lesson):
        for place, each in enumerate(group):
            state = progress[each.name].state
            mark = Text(f"{STATES[state]} {state}", style=COLOURS[state])
            number = "" if place else str(lesson)
            grid.add_row(number, mark, each.name, Text(each.title, style="dim"), str(each.minutes))
    console.print(grid)
    done = sum(progress[each.name].state == "done" for each in every)
    filled = WIDTH * done // len(every)
    bar = Text.assemble(("━" * filled, "green"), ("─" * (WIDTH - filled), "dim"), f" {done} of {len(every)} done")
    console.print()
    console.print(bar)
    return 0


def show_next(*, folder: Folder = None) -> int:
    """Show the next exercise that is not done: its task, and its file.

    Args:
        folder: The folder of the exercises; if it is left out, the current one.
    """
    space = _space(folder)
    exercise = space.next()
    if exercise is None:
        _say("All exercises are done.")
        return 0
    show_task(space, exercise)
    return 0


def check(name: str = "", /, *, folder: Folder = None) -> int:
    """Check an exercise, and say which mistake is in it. Exit status: 0 it is right, 1 it is not yet.

    Args:
        name: The name of an exercise; if it is left out, the one whose file you changed last.
        folder: The folder of the exercises; if it is left out, the current one.
    """
    space = _space(folder)
    exercise = _chosen(space, name)
    if exercise is None:
        _say("All exercises are done.")
        return 0
    found = space.check(exercise)
    show_found(space, exercise, found)
    return 0 if found.ok else 1


def hint(name: str = "", /, *, folder: Folder = None) -> int:
    """Give a hint; every call gives a stronger one, up to the third.

    Args:
        name: The name of an exercise; if it is left out, the one whose file you changed last.
        folder: The folder of the exercises; if it is left out, the current one.
    """
    space = _space(folder)
    if exercise := _chosen(space, name):
        show_hint(space, exercise)
    return 0


def reset(name: str, /, *, folder: Folder = None) -> int:
    """Put the file of an exercise back to its beginning. What you wrote is kept beside it.

    Args:
        name: The name of an exercise.
        folder: The folder of the exercises; if it is left out, the current one.
    """
    from gdlearn.exercises.manifest import find

    space, exercise = _space(folder), find(name)
    kept = space.reset(exercise)
    said = f"What you wrote is kept in {kept.name}." if kept else "Nothing of yours was in it."
    _say(f"{space.path(exercise).name} is back at its beginning. {said}")
    return 0


def solution(name: str = "", /, *, peek: bool = False, folder: Folder = None) -> int:
    """Show the solution of an exercise that was tried.

    Args:
        name: The name of an exercise; if it is left out, the one whose file you changed last.
        peek: Show it without a try.
        folder: The folder of the exercises; if it is left out, the current one.
    """
    space = _space(folder)
    if exercise := _chosen(space, name):
        show_solution(space, exercise, peek)
    return 0


def show_task(space: Workspace, exercise: Exercise) -> None:
    """The title, the task and the file of an exercise."""
    console = Console()
    console.print(Text(exercise.title, style="bold"))
    console.print(Text(f"{exercise.name}, lesson {exercise.lesson}, {exercise.minutes} minutes\n", style="dim"))
    console.print(Text(exercise.task))
    console.print(Text.assemble("\nYour file: ", (_shown(space.path(exercise)), "bold")))


def show_found(space: Workspace, exercise: Exercise, found: Diagnosis) -> None:
    """The verdict, and what to do next."""
    console = Console()
    console.print(Text.assemble((exercise.name, "bold"), f"  {_shown(space.path(exercise))}"))
    console.print(found)
    if printed := str(found.evidence.get("printed", "")).splitlines()[-LINES:]:
        console.print(Text("Your program printed:", style="dim"))
        console.print(Text("\n".join(f"  {line}" for line in printed)))
    if not found.ok:
        console.print(Text(f"A hint: gdlearn exercises hint {exercise.name}", style="dim"))
    elif following := space.next():
        console.print(Text(f"Next: {following.name}, in {_shown(space.path(following))}", style="dim"))
    else:
        console.print(Text("All exercises are done.", style="bold green"))


def show_hint(space: Workspace, exercise: Exercise) -> None:
    """The next hint, and how many there are."""
    number, text = space.hint(exercise)
    Console().print(Text(f"{exercise.name}, hint {number} of {len(exercise.hints)}", style="bold"))
    Console().print(Text(text))


def show_solution(space: Workspace, exercise: Exercise, peek: bool = False) -> None:
    """The solution, as code."""
    Console().print(Syntax(space.solution(exercise, peek), "python", theme="ansi_dark", background_color="default"))


def _space(folder: Path | None) -> Workspace:
    from gdlearn.exercises.workspace import Workspace

    return Workspace.find(folder)


def _chosen(space: Workspace, name: str) -> Exercise | None:
    from gdlearn.exercises.manifest import find

    return find(name) if name else space.touched()


def _shown(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if here in path.parents else str(path)


def _say(sentence: str) -> None:
    Console(soft_wrap=True).print(sentence, highlight=False, markup=False)
