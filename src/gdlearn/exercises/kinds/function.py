"""Exercises whose answer gives values: compared with those of the solution and, if wrong, of every wrong answer."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import catch_warnings, simplefilter

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.answers import TOLERANCE, same, shown
from gdlearn.exercises.learner import Here, Learner
from gdlearn.exercises.stopped import Stopped

if TYPE_CHECKING:
    from gdlearn.exercises.exercise import Exercise


class Case(NamedTuple):
    """One call: the name of the function, and its arguments."""

    function: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Raised:
    """An answer that is an exception.

    Attributes:
        type_name: the type of the exception; two of the same type are the same answer.
        stop: what happened.
    """

    type_name: str
    stop: Stopped = field(compare=False)

    def __repr__(self) -> str:
        """As a sentence says it."""
        return f"an exception, {self.type_name}"


def check_function(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Call the learner's functions on the cases: right, a wrong answer that is known, or another one."""
    cases, tolerance = cases_of(exercise.folder / "cases.py", exercise.functions)
    answers, right = _answers(learner, cases), _our_answers(exercise.solution, cases)
    different = [i for i in range(len(cases)) if not same(right[i], answers[i], tolerance)]
    if not different:
        calls = f"{len(cases)} calls" if len(cases) > 1 else "one call"
        return Diagnosis(True, (), f"The same answers as the solution's in {calls}.", {"calls": len(cases)})
    first = different[0]
    measured = f"{call(cases[first])} should be {shown(right[first])}. Yours gives {shown(answers[first])}."
    evidence = {"calls": len(cases), "different": len(different), "first": call(cases[first])}
    for wrong in exercise.wrong:
        if same(_our_answers(wrong.path, cases), answers, tolerance):
            return exercise.named(wrong.mistakes, measured, **evidence)
    if isinstance(answers[first], Raised):
        raise answers[first].stop
    unknown = f"{len(different)} of {len(cases)} answers differ. I do not recognise this mistake."
    return Diagnosis(False, (), f"{measured}\n{unknown}", evidence | {"recognised": False})


def cases_of(file: Path, functions: tuple[str, ...]) -> tuple[list[Case], float]:
    """The calls of an exercise, and how far answers may be apart.

    Args:
        file: defines `CASES`: a list of tuples of arguments, or {name of a function: such a list}; and `TOLERANCE`, a
            share of the largest value, if it is not the usual one.
        functions: the names of the functions; a plain list is for the first.
    """
    names = Here.load(file)
    listed = names.value("CASES")
    table = listed if isinstance(listed, dict) else {functions[0]: listed}
    cases = [Case(name, tuple(arguments)) for name, calls in table.items() for arguments in calls]
    return cases, names.value("TOLERANCE") if "TOLERANCE" in names.names() else TOLERANCE


def call(case: Case) -> str:
    """A call as it is written: "predict([[1, 2]], [3, 4])".

    Examples:
        >>> call(Case("half", (3.0,)))
        'half(3)'
    """
    return f"{case.function}({', '.join(map(shown, case.arguments))})"


def _answers(learner: Learner, cases: list[Case]) -> list[Any]:
    """What a program answers; an exception is an answer too, unless it says that something is still to do."""
    return [_answer(learner, case) for case in cases]


def _our_answers(file: Path, cases: list[Case]) -> list[Any]:
    """What a file of ours answers; wrong ones may divide by zero, and nobody needs to hear of it."""
    with catch_warnings():
        simplefilter("ignore")
        return _answers(Here.load(file), cases)


def _answer(learner: Learner, case: Case) -> Any:
    try:
        return learner.call(case.function, *deepcopy(case.arguments))
    except Stopped as stop:
        if stop.kind != "exception" or stop.type_name == "NotImplementedError":
            raise
        return Raised(stop.type_name, stop)
