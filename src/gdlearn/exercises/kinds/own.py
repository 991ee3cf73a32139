"""Exercises that are checked in a way of their own: by `check.py` in their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.learner import Here, Learner

if TYPE_CHECKING:
    from gdlearn.exercises.exercise import Exercise


def check_own(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Ask `check(learner, exercise)` of the exercise's own file."""
    check = Here.load(exercise.folder / "check.py").value("check")
    found: Diagnosis = check(learner, exercise)
    return found
