"""An exercise as a notebook: the task, a cell to complete, a cell that checks it, and the hints, folded."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from gdlearn.exercises.exercise import Exercise


def to_notebook(exercise: Exercise) -> dict[str, Any]:
    """An exercise as the content of an `.ipynb` file.

    Args:
        exercise: the exercise.

    Returns:
        What `json.dump` writes, in version 4.5 of the format.

    Examples:
        >>> from gdlearn.exercises import find
        >>> cells = to_notebook(find("gradient-loop"))["cells"]
        >>> "".join(cells[2]["source"]).splitlines()[-1]
        'gdlearn.exercises.check("gradient-loop", gradient)'
    """
    name, wanted = exercise.name, ", ".join(exercise.functions)
    head = f"# {exercise.title}\n\nLesson {exercise.lesson} · {exercise.minutes} minutes\n\n{exercise.task}"
    call = f'import gdlearn.exercises\n\ngdlearn.exercises.check("{name}", {wanted})'
    hints = [
        _markdown(f"hint-{i}", f"<details>\n<summary>Hint {i}</summary>\n\n{hint}\n\n</details>")
        for i, hint in enumerate(exercise.hints, 1)
    ]
    return {
        "cells": [_markdown("task", head), _code("answer", program(exercise.stub)), _code("check", call), *hints],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def program(file: Path) -> str:
    """A file of an exercise without its docstring, which states the task.

    Args:
        file: the stub, or the solution.

    Returns:
        Its code.

    Examples:
        >>> from gdlearn.exercises import find
        >>> program(find("gradient-vectorised").stub).splitlines()[0]
        'def gradient(X, y, w):'
    """
    text = file.read_text(encoding="utf-8")
    first = ast.parse(text).body[0]
    return "\n".join(text.splitlines()[first.end_lineno :]).strip()


def _markdown(id: str, source: str) -> dict[str, Any]:  # noqa: A002  # the word of the format
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(id: str, source: str) -> dict[str, Any]:  # noqa: A002  # the word of the format
    return {"cell_type": "code", "execution_count": None, "outputs": []} | _markdown(id, source) | {"cell_type": "code"}
