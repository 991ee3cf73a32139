"""How a mistake shows: what can be seen without knowing what is wrong."""

from __future__ import annotations

from enum import StrEnum

from gdlearn.mistakes.demonstration import Demonstration, demonstrate
from gdlearn.mistakes.ground import LONG
from gdlearn.mistakes.run import BACK, STILL

NEAR = 1e-3  # a loss this close to the smallest one, relative, has arrived


class Symptom(StrEnum):
    """What a learner sees."""

    EXCEPTION = "an exception"
    ROWS = "the rows stand still, or there are too few or too many"
    GROWS = "the loss grows, or swings"
    ELSEWHERE = "the loss falls and does not end where it should"
    UNSEEN = "everything looks right and is not"
    CHECK = "a check says what is not so"


def symptom(shown: Demonstration) -> Symptom:
    """How a mistake shows, judged by what its program has done.

    Whether it arrives is asked where a right program does, on standardised data.

    Args:
        shown: the mistake at work, on the data as they came.

    Examples:
        >>> from gdlearn.mistakes import find
        >>> print(symptom(demonstrate(find("missing-two"))))
        everything looks right and is not
    """
    if not shown.runs:
        return Symptom.CHECK
    right, wrong = shown.runs
    if wrong.stopped:
        return Symptom.EXCEPTION
    if any(wrong.facts[name] != right.facts[name] for name in (BACK, STILL)):
        return Symptom.ROWS
    if wrong.climbs:
        return Symptom.GROWS
    right, wrong = demonstrate(shown.mistake, LONG).runs
    return Symptom.UNSEEN if abs(wrong.loss[-1] / right.loss[-1] - 1) < NEAR else Symptom.ELSEWHERE
