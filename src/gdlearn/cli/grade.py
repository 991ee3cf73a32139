"""gdlearn grade: what a class handed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from gdlearn.atomic import atomic_write
from gdlearn.cli.outputs import check_outputs
from gdlearn.cli.task import Flag, Whole
from gdlearn.cli.terminal import patient_bar, table
from gdlearn.errors import InputError

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.exercises.grading import Answer, Count

LINES = 12  # of the summary
FIGURES = (".png", ".svg", ".pdf")


def grade(
    folder: Path,
    /,
    *,
    exercise: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative=())] = (),
    format: Literal["text", "json", "csv", "junit", "gradescope"] = "text",  # noqa: A002  # the name of the option
    out: Path | None = None,
    reveal: Literal["score", "mistakes", "messages"] = "messages",
    jobs: Whole | None = None,
    figure: Path | None = None,
    force: Flag = False,
) -> int:
    """Grade what a class handed in: points, the mistakes by name, and what the class got wrong.

    Every file runs in a process of its own, with limits of time and memory. That is no prison: grade programs of
    strangers in a container. Exit status: 0 everything is right, 1 something is not, 2 the input cannot be used.

    Args:
        folder: Holds a folder for each student, with files that are named as exercises; or the files of one student.
        exercise: The exercises that count; without it, all that somebody has handed in.
        format: A table to read, or a file for another program.
        out: The file to write, instead of printing.
        reveal: How much is written where students read it: the score; also the names of the mistakes; or also the
            messages, which say what was measured and what to do.
        jobs: How many files are checked at a time; without it, as many as there are processors.
        figure: File for a picture of the most frequent mistakes (.png, .svg, .pdf).
        force: Replace files that are there.
    """
    from gdlearn.exercises.grading import REPORTS, Reveal, count, find_submissions
    from gdlearn.exercises.grading import grade as graded

    if format == "text" and out is not None:
        raise InputError("--out needs a format for files: add --format json, csv, junit or gradescope.")
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs is {jobs}; it must be 1 or more.")
    check_outputs(out, figure, force=force, inputs=[folder])
    check_figure(figure)
    submissions = find_submissions(folder, exercise, single=format == "gradescope")
    files = sum(file is not None for each in submissions for file in each.files.values())
    bar = patient_bar(Console(stderr=True), f"checking {files} answers", files)
    answers = graded(submissions, jobs, bar)
    if format == "text":
        show(answers, Console())
    else:
        write(REPORTS[format](answers, Reveal(reveal)), out)
    if figure is not None:
        draw(count(answers), figure)
    return 0 if all(answer.diagnosis.ok for answer in answers) else 1


def check_figure(figure: Path | None) -> None:
    """Refuse a picture of a kind that cannot be drawn, before any work is done."""
    if figure is not None and figure.suffix not in FIGURES:
        raise InputError(f"--figure {figure} must end in one of {', '.join(FIGURES)}.")


def write(text: str, out: Path | None) -> None:
    """Write a report to a file, or print it."""
    if out is None:
        print(text, end="")
        return
    with atomic_write(out) as file:
        file.write(text.encode())
    print(f"wrote {out}")


def draw(counts: Sequence[Count], figure: Path) -> None:
    """Draw the most frequent mistakes."""
    from gdlearn.plots.class_summary import draw_class_summary
    from gdlearn.plots.style import save_figure, subplots

    picture, axes = subplots(height=1.1 + 0.36 * min(len(counts), LINES))
    draw_class_summary(axes, counts)
    save_figure(picture, figure)
    print(f"wrote {figure}")


def show(answers: Sequence[Answer], console: Console) -> None:
    """Print a row for every student, how many solved each exercise, and the mistakes of the class."""
    from gdlearn.exercises.grading import count
    from gdlearn.exercises.grading.reports import by_student

    students = by_student(answers)
    grid = table("student", "points", "what was found", right=("points",), title="What was handed in")
    for student, own in students.items():
        points = sum(answer.points for answer in own)
        found = ", ".join(dict.fromkeys(fault for answer in own for fault in answer.faults))
        style = "green" if points == len(own) else ""
        grid.add_row(Text(student), Text(f"{points} of {len(own)}", style=style), Text(found))
    console.print(grid)
    console.print()
    solved = table("exercise", "right", right=("right",), title="The exercises")
    for name in dict.fromkeys(answer.exercise for answer in answers):
        right = sum(answer.diagnosis.ok for answer in answers if answer.exercise == name)
        solved.add_row(name, f"{right} of {len(students)}")
    console.print(solved)
    if counts := count(answers):
        console.print("\nWhat the class got wrong", style="bold")
        for one in counts[:LINES]:
            console.print(Text(str(one)), soft_wrap=True)
    if len(students) == 1:
        for answer in answers:
            console.print()
            console.print(answer.exercise, style="bold")
            console.print(answer.diagnosis)
