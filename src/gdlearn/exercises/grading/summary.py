"""What a class got wrong: how many of it, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from gdlearn.exercises.grading.answer import Answer


class Count(NamedTuple):
    """How many students have made a mistake.

    Attributes:
        fault: the id of the mistake, or how the program ended.
        title: the same in a few words.
        students: how many have made it at least once.
        of: how many students there are.
    """

    fault: str
    title: str
    students: int
    of: int

    def __str__(self) -> str:
        """As a line: "11 of 30: the 2 is missing (missing-two)"."""
        title = self.title if self.title[1:2].isupper() else self.title[:1].lower() + self.title[1:]
        return f"{self.students} of {self.of}: {title} ({self.fault})"


def count(answers: Sequence[Answer]) -> list[Count]:
    """Every mistake of a class, the most frequent first.

    Args:
        answers: all answers of all students.

    Examples:
        >>> from gdlearn.diagnosis import Diagnosis
        >>> answers = [Answer(who, "gradient-loop", Diagnosis(False, ("missing-two",), "")) for who in ("ada", "ben")]
        >>> [(one.fault, one.students, one.of) for one in count(answers)]
        [('missing-two', 2, 2)]
    """
    students: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    for answer in answers:
        for fault in answer.faults:
            students[fault].add(answer.student)
            titles[fault] = answer.title(fault)
    everybody = len({answer.student for answer in answers})
    counts = [Count(fault, titles[fault], len(who), everybody) for fault, who in students.items()]
    return sorted(counts, key=lambda one: (-one.students, one.title))
