"""The pages of the exercises: their list, their notebooks, and the kill matrix.

`python -m gdlearn_site.exercises FOLDER` writes the notebooks of all exercises into a folder.
"""

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from gdlearn.exercises import Exercise, exercises, to_notebook
from gdlearn.exercises.matrix import FATAL, GOOD, SOURCES
from gdlearn_site.in_page import anchor, in_page
from gdlearn_site.mistakes import grid, lesson, plain, row

MATRIX = Path("build/matrix.json")  # `make docs` writes it first: gdlearn exercises matrix --format json
ASKED = {
    "gradient": "write a gradient",
    "loop": "write or mend a loop",
    "function": "write a function",
    "own": "find a number or a function",
    "tests": "write the test that catches the bug",
    "backend": "write a backend",
}
TITLES = {"file": "wrong answers", "catalogue": "of the catalogue", "pair": "two at once", "variant": "right answers"}


def listing() -> str:
    """All exercises, lesson by lesson: its place on the site if it has one, the notebook, what is asked, the time."""
    return "\n\n".join(_of_lesson(number, list(group)) for number, group in groupby(exercises().values(), _lesson))


def _lesson(exercise: Exercise) -> int:
    return exercise.lesson


def _of_lesson(number: int, group: list[Exercise]) -> str:
    title, page = lesson(number)
    rows = (
        row(
            f"[{plain(each.title)}]({page}#{anchor(each)}) {progress([each])}" if each.page else plain(each.title),
            f"[`{each.name}`]({each.name}.ipynb)",
            ASKED[each.kind],
            f"{each.minutes} min",
        )
        for each in group
    )
    table = grid("exercise", "notebook", "what is asked", "time") + "".join(rows)
    return f"### {title} {{ #lesson-{number} }}\n\nFor [lesson {number}]({page}).\n\n{table}"


def progress(group: list[Exercise], otherwise: str = "") -> str:
    """A place that the script of the page fills with how far the reader is; without it, it says something else."""
    names = " ".join(each.name for each in group)
    return f'<span data-gd-progress="{names}">{otherwise}</span>'


def progress_of_lesson(number: int) -> str:
    """The same for all exercises in the page of a lesson; without scripts, how many there are."""
    group = [each for each in in_page() if each.lesson == number]
    return progress(group, f"{len(group)} exercise{'s' if len(group) > 1 else ''} in the page") if group else ""


def judged() -> list[dict[str, Any]]:
    """Every answer of the kill matrix and what became of it, as the command wrote it."""
    rows: list[dict[str, Any]] = json.loads(MATRIX.read_text(encoding="utf-8"))
    return rows


def share(rows: list[dict[str, Any]], *sources: str) -> tuple[int, int]:
    """How many answers of some sources were judged as they should be, and how many there are."""
    mine = [each for each in rows if each["source"] in sources]
    return sum(each["fate"] in GOOD for each in mine), len(mine)


def fatal(rows: list[dict[str, Any]]) -> int:
    """How many wrong answers passed or right ones were refused."""
    return sum(each["fate"] in FATAL for each in rows)


def matrix_table(rows: list[dict[str, Any]]) -> str:
    """For every exercise and every source: how many answers were judged as they should be, of how many."""
    lines = []
    for name in exercises():
        mine = [each for each in rows if each["exercise"] == name]
        counts = (share(mine, source) for source in SOURCES)
        lines.append(row(f"`{name}`", *(f"{good} of {all_}" if all_ else "" for good, all_ in counts)))
    return grid("exercise", *TITLES.values()) + "".join(lines)


def others(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The answers that got another name than theirs, or none, a line for each pair of mistakes."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in rows:
        if each["fate"] not in GOOD:
            key = (each["answer"], each["fate"], ", ".join(each["named"]) or "nothing")
            found.setdefault(key, []).append(f"`{each['exercise']}`")
    for (answer, fate, named), names in found.items():
        yield f"- `{answer}` is {fate}: {named}. In {', '.join(names)}."


def main(folder: str) -> None:
    """Write the notebooks of all exercises."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, exercise in exercises().items():
        text = json.dumps(to_notebook(exercise), indent=1, ensure_ascii=False) + "\n"
        Path(folder, f"{name}.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
