"""From a learner's file, or functions in a notebook, to a diagnosis. Nothing that the learner wrote ends a check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.errors import InputError
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.kinds import KINDS
from gdlearn.exercises.learner import Here
from gdlearn.exercises.manifest import find
from gdlearn.exercises.stopped import Stopped

TO_DO = "TODO"
LONGEST = 2000  # characters of what a program prints that are kept


def check_file(exercise: Exercise, file: Path) -> Diagnosis:
    """What is right or wrong in a learner's file, which runs in a process of its own.

    Args:
        exercise: the exercise that the file answers.
        file: the learner's file.

    Raises:
        InputError: if there is no such file.
    """
    from gdlearn.exercises.apart import Apart, Limits

    if not file.is_file():
        raise InputError(f"there is no file {file}; `gdlearn exercises start` writes the files of all exercises.")
    return judged(exercise, lambda: Apart(file, Limits(**exercise.limits)))


def check_here(exercise: Exercise, file: Path) -> Diagnosis:
    """The same for a file that can be trusted, in this process: for solutions and wrong answers of our own."""
    return judged(exercise, lambda: Here.load(file))


def check(name: str, *answers: Any) -> Diagnosis:
    """What is right or wrong in an answer, in a cell of a notebook.

    Args:
        name: the name of an exercise.
        answers: the function that the exercise asks for, or whatever it asks for; several in the order of the task.

    Returns:
        The diagnosis; a notebook shows it.

    Raises:
        InputError: if there is no such exercise, or it asks for another number of answers.

    Examples:
        >>> check("gradient-vectorised", lambda X, y, w: 2 / len(y) * X.T @ (X @ w - y)).ok
        True
    """
    exercise = find(name)
    if len(answers) != len(exercise.functions):
        wanted = ", ".join(exercise.functions)
        raise InputError(f"exercise {name} asks for {wanted}: write gdlearn.exercises.check({name!r}, {wanted}).")
    return check_answers(exercise, *answers)


def check_answers(exercise: Exercise, *answers: Any) -> Diagnosis:
    """The same for an exercise that is at hand."""
    return judged(exercise, lambda: Here(dict(zip(exercise.functions, answers, strict=True))))


def judged(exercise: Exercise, load: Callable[[], Any]) -> Diagnosis:
    """What is right or wrong in a program, wherever it runs: `load` gives a `Learner`, or raises `Stopped`."""
    try:
        learner = load()
    except Stopped as stop:
        return explained(stop)
    with learner:
        try:
            found = KINDS[exercise.kind](learner, exercise)
        except Stopped as stop:
            found = explained(stop)
        printed = learner.printed
    return replace(found, evidence={**found.evidence, "printed": printed[-LONGEST:]}) if printed else found


def explained(stop: Stopped) -> Diagnosis:
    """The diagnosis of a program that did not come to its end: to do, recognised, or told as it was."""
    evidence = {"stopped": stop.kind, "line": stop.line}
    if stop.type_name == "NotImplementedError" and stop.text.startswith(TO_DO):
        task = stop.text.removeprefix(TO_DO).lstrip(": ")
        where = f"Line {stop.line}" if stop.line else "One line"
        said = f"{where} is still to be written: {task}\nPut your own lines in its place. Nothing below it runs."
        return Diagnosis(False, (), said, {"todo": task} | evidence)
    if stop.kind == "exception":
        from gdlearn.diagnosis.error import diagnose_error

        found = diagnose_error(stop)
        if found.state != "unknown":
            return replace(found, evidence=dict(found.evidence) | evidence)
    return Diagnosis(False, (), stop.sentence, evidence)
