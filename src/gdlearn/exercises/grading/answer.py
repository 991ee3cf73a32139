"""An answer to an exercise, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.manifest import exercises
from gdlearn.mistakes import CATALOGUE

POINTS = 1  # for a right answer

# What to say about programs that did not come to their end, in a table.
ENDS = {
    "syntax": "Python cannot read the file",
    "import": "An import fails",
    "exception": "An exception is raised",
    "timeout": "It does not end in time",
    "memory": "It needs too much memory",
    "output": "It prints or writes too much",
    "process": "It starts other processes",
    "exit": "It ends the whole program",
    "crash": "It crashes Python",
    "missing": "The function is not there",
    "value": "What it returns is no number",
    "todo": "Still to do",
    "none": "Nothing was handed in",
    "failed": "The check itself failed",
    "unknown": "Not recognised",
}


@dataclass(frozen=True)
class Answer:
    """One student's answer to one exercise.

    Attributes:
        student: who wrote it.
        exercise: the name of the exercise.
        diagnosis: what was found.
        seconds: how long the check took.
    """

    student: str
    exercise: str
    diagnosis: Diagnosis
    seconds: float = 0.0

    @property
    def points(self) -> int:
        """What it is worth."""
        return POINTS if self.diagnosis.ok else 0

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it: the ids of the mistakes, or how the program ended; empty if it is right."""
        if self.diagnosis.ok:
            return ()
        evidence = self.diagnosis.evidence
        return self.diagnosis.mistakes or ("todo" if "todo" in evidence else str(evidence.get("stopped", "unknown")),)

    def title(self, fault: str) -> str:
        """A fault in a few words."""
        if fault in CATALOGUE:
            return CATALOGUE[fault].title
        known = exercises().get(self.exercise)
        own = (wrong.title for wrong in (known.wrong if known else ()) if wrong.mistakes == (fault,) and wrong.title)
        return next(own, ENDS.get(fault, fault))
