"""gdlearn exercises start, list, next, check, hint, reset and solution: what a learner runs."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from gdlearn.cli.terminal import table
from gdlearn.errors import InputError

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.diagnosis.diagnosis import Diagnosis
    from gdlearn.exercises.exercise import Exercise
    from gdlearn.exercises.workspace import Workspace

WIDTH = 30  # of the progress bar, in characters
DONE = "All exercises are done."
LINES = 10  # of what a program prints, the last ones
COLOURS = {"done": "green", "tried": "yellow", "open": "dim"}
BROKEN = re.compile(r"(?<=\S)\n(?=\S)")  # a line of prose that goes on in the next; formulas are indented

Folder = Annotated[Path | None, Parameter(name="--dir")]


def start(folder: Path | None = None, /) -> int:
    """Write the files of all exercises into a folder. Files that are there already stay as they are.

    Args:
        folder: Where to write them; if it is left out, where your exercises are, or else a new gdlearn-exercises.
    """
    from gdlearn.exercises.workspace import Workspace

    folder = folder or Workspace.usual()
    old = folder.exists()
    _, new = Workspace.start(folder)
    said = "1 new file" if len(new) == 1 else f"{len(new)} new files"
    _say(f"{said} in {_shown(folder)}.{' What was there before is as it was.' if old else ''}")
    away = folder.resolve() != Path.cwd()
    _say("\nGo on with:\n" + f"\n    cd {_shown(folder)}" * away + "\n    gdlearn exercises next")
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
            title = Text(each.title, style="dim", no_wrap=True, overflow="ellipsis")
            grid.add_row(number, mark, each.name, title, str(each.minutes))
    console.print(grid)
    done = sum(progress[each.name].state == "done" for each in every)
    filled = WIDTH * done // len(every)
    bar = Text.assemble(("━" * filled, "green"), ("─" * (WIDTH - filled), "dim"), f" {done} of {len(every)} done")
    console.print()
    console.print(bar)
    if done < len(every):
        console.print(Text("What to do now: gdlearn exercises next", style="dim"))
    return 0


def show_next(*, folder: Folder = None) -> int:
    """Show the task of the exercise that you are at, or of the next one if that is done.

    Args:
        folder: The folder of the exercises; if it is left out, the current one.
    """
    space = _space(folder)
    exercise = space.touched()
    if exercise is None:
        _say(DONE)
        return 0
    show_task(space, exercise)
    Console().print(Text("When it is written: gdlearn exercises check", style="dim"))
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
        _say(DONE)
        return 0
    found = show_check(space, exercise)
    if not found.ok:
        Console().print(Text(f"A hint: gdlearn exercises hint {exercise.name}", style="dim"))
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
    console.print(Text(BROKEN.sub(" ", exercise.task)))
    console.print(Text.assemble("\nYour file: ", (_shown(space.path(exercise)), "bold")))


def show_check(space: Workspace, exercise: Exercise) -> Diagnosis:
    """Check a file: the verdict, what the program printed, and where it goes on if all is right."""
    console = Console()
    with console.status(f"checking {exercise.name}"):
        found = space.check(exercise)
    console.print(Text.assemble((exercise.name, "bold"), f"  {_shown(space.path(exercise))}"))
    console.print(found)
    if printed := str(found.evidence.get("printed", "")).splitlines():
        last = f", its last {LINES} lines" if len(printed) > LINES else ""
        console.print(Text(f"Your program printed{last}:", style="dim"))
        console.print(Text("\n".join(f"  {line}" for line in printed[-LINES:])))
    if found.ok:
        following = space.next(exercise)
        said = f"Next: {following.name}, in {_shown(space.path(following))}" if following else DONE
        console.print(Text(said, style="dim" if following else "bold green"))
    return found


def show_hint(space: Workspace, exercise: Exercise) -> None:
    """The next hint, and how many there are."""
    console, (number, text) = Console(), space.hint(exercise)
    console.print(Text(f"{exercise.name}, hint {number} of {len(exercise.hints)}", style="bold"))
    console.print(Text(text))
    if number == len(exercise.hints):
        said = f"This is the last hint. After a try: gdlearn exercises solution {exercise.name}"
        console.print(Text(said, style="dim"))


def show_solution(space: Workspace, exercise: Exercise, peek: bool = False) -> None:
    """The solution: code in colours, or plain where it goes into a file."""
    console, code = Console(), space.solution(exercise, peek)
    if console.is_terminal:
        console.print(Syntax(code, "python", theme="ansi_dark", background_color="default", word_wrap=True))
    else:
        print(code)


def _space(folder: Path | None) -> Workspace:
    from gdlearn.exercises.workspace import Workspace

    return Workspace.find(folder)


def _chosen(space: Workspace, name: str) -> Exercise | None:
    from gdlearn.exercises.manifest import find

    if not name:
        return space.touched()
    exercise, path = find(name), Path(name)
    if len(path.parts) > 1 and path.resolve() != space.path(exercise).resolve():
        raise InputError(f"{name} is not the file of {exercise.name} in {space.folder}; --dir names another folder.")
    return exercise


def _shown(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if here in path.parents else str(path)


def _say(sentence: str) -> None:
    console = Console()
    console.print(sentence, highlight=False, markup=False, soft_wrap=not console.is_terminal)
