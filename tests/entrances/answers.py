"""Where learners hand in: their answers may be anything, and a diagnosis comes back whatever they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.exercises import check
from tests.entrances.forms import FORMS, Form


@dataclass(frozen=True)
class Desk:
    """A place where answers are looked at.

    Attributes:
        call: the function, as the table shows it.
        ask: gives a right answer through a function that changes its form, and returns the verdict.
        ndim: the number of dimensions of the answer.
        takes: the forms that are refused elsewhere and are right here.
    """

    call: str
    ask: Callable[[Callable[[FloatArray], Any]], Any]
    ndim: int
    takes: frozenset[str] = frozenset()


def gradient(X: FloatArray, y: FloatArray, w: FloatArray) -> FloatArray:
    """That of the mean squared error."""
    right: FloatArray = 2 / len(y) * X.T @ (X @ w - y)
    return right


def walk(X: FloatArray, y: FloatArray, w: FloatArray, learning_rate: float, steps: int) -> FloatArray:
    """The weights of every step."""
    rows = [w]
    for _ in range(steps):
        rows.append(rows[-1] - learning_rate * gradient(X, y, rows[-1]))
    return np.array(rows)


DESKS = (
    Desk("diagnose", lambda form: gd.diagnose(lambda *given: form(gradient(*given))), 1),
    Desk(
        *("diagnose_loop", lambda form: gd.diagnose_loop(lambda *given: form(walk(*given))), 2),
        frozenset({"a generator"}),  # a loop may yield its rows
    ),
    Desk("exercises.check", lambda form: check("gradient-vectorised", lambda *given: form(gradient(*given))), 1),
)
MADE_FROM_WHOLE = {"pandas, nullable Int64", "pandas, a missing Int64"}  # pandas makes these of whole numbers only


def forms_of_answers(desk: Desk) -> list[Form]:
    """The forms that an answer there can have."""
    return [form for form in FORMS if desk.ndim in form.ndims and form.name not in MADE_FROM_WHOLE]


def judge_answer(desk: Desk, form: Form) -> str:
    """What is wrong with the verdict on a right answer in some form; empty if nothing is."""
    same: list[bool] = []

    def changed(right: FloatArray) -> Any:
        stands_for = np.asarray(form.stands_for(right.copy()))
        same.append(stands_for.shape == right.shape and np.allclose(stands_for, right, rtol=1e-6))
        return form.make(right.copy())

    try:
        verdict = desk.ask(changed)
    except Exception as error:  # whatever it is, it would end a lesson
        return f"{type(error).__name__}: {error}"
    if not verdict.message or ("gdlearn" in verdict.message and "Line" in verdict.message):
        return f"this says nothing to a learner: {verdict.message}"
    if verdict.ok and form.words and form.name not in desk.takes:
        return f"it passes: {verdict.message}"
    if verdict.ok and not all(same):
        return f"other numbers pass: {verdict.message}"
    return ""
