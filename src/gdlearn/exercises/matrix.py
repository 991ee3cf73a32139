"""The kill matrix: what becomes of every wrong answer that is known, and of every right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing import get_context
from typing import Any
from warnings import catch_warnings, simplefilter

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.checking import check_answers
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.known import Ids, known
from gdlearn.exercises.manifest import find
from gdlearn.exercises.verify import quiet


class Fate(StrEnum):
    """What becomes of an answer."""

    NAMED = "named rightly"
    MISNAMED = "named wrongly"
    REJECTED = "only rejected"
    PASSED = "PASSED"
    ACCEPTED = "accepted"
    ALARM = "FALSE ALARM"


# Where an answer is from: a file beside the exercise, the catalogue, two mistakes of it at once; or it is right.
SOURCES = ("file", "catalogue", "pair", "variant")
GOOD = (Fate.NAMED, Fate.ACCEPTED)
FATAL = (Fate.PASSED, Fate.ALARM)  # these must not be


@dataclass(frozen=True)
class Row:
    """One answer to one exercise, and what became of it.

    Attributes:
        exercise: the name of the exercise.
        source: "file" for an answer beside the exercise, "catalogue", "pair" for two mistakes at once, "variant".
        answer: what was checked: the name of a file, or what stands in the catalogue.
        expected: the ids that should be named; none for a right answer.
        named: the ids that were named.
        fate: what became of it.
    """

    exercise: str
    source: str
    answer: str
    expected: tuple[str, ...]
    named: tuple[str, ...]
    fate: Fate

    def to_dict(self) -> dict[str, Any]:
        """The row as what JSON can hold."""
        return vars(self) | {"expected": list(self.expected), "named": list(self.named), "fate": str(self.fate)}


Task = tuple[Callable[[Exercise], Iterable[Row]], list[str]]  # what is asked, and the exercises that it is the same for


def matrix(chosen: Iterable[Exercise], jobs: int = 1) -> Iterator[Row]:
    """All answers to some exercises that are known, and what becomes of them.

    Args:
        chosen: the exercises.
        jobs: how many processes work on it.
    """
    alike: dict[str, list[Exercise]] = {}  # exercises that are asked for the same are tried once
    for exercise in chosen:
        alike.setdefault(f"{exercise.kind} {dict(exercise.options)}", []).append(exercise)
    groups = list(alike.values())
    work: list[Task] = [(known_rows, [each.name for each in group]) for group in groups]  # these take longest
    work += [(own_rows, [each.name]) for group in groups for each in group]
    for found in _in_parallel(work, jobs):
        yield from found


def own_rows(exercise: Exercise) -> Iterator[Row]:
    """The answers that lie beside an exercise: its wrong ones, its solution and its variants."""
    for wrong in exercise.wrong:
        yield _row(exercise, "file", wrong.path.name, wrong.mistakes, quiet(exercise, wrong.path))
    for file in (exercise.solution, *exercise.variants):
        yield _row(exercise, "variant", file.name, (), quiet(exercise, file))


def known_rows(exercise: Exercise) -> Iterator[Row]:
    """The catalogue's answers to an exercise, alone and in pairs, and right ones of every form."""
    programs = known(exercise)
    for source, ids, program in programs.wrong:
        found = check_answers(exercise, program)
        yield _row(exercise, source, " + ".join(ids), ids, found, programs.alike(found.mistakes, program))
    for label, program in programs.right.items():
        yield _row(exercise, "variant", label, (), check_answers(exercise, program))


def _in_parallel(work: list[Task], jobs: int) -> Iterator[list[Row]]:
    if jobs < 2:
        yield from map(_done, work)
        return
    # Fresh processes: a fork would copy locks that another thread holds.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(_done, work)


def _done(task: Task) -> list[Row]:
    """The rows of the first of some exercises, once for each of them."""
    rows, names = task
    with catch_warnings():
        simplefilter("ignore")  # wrong programs overflow, and PyTorch warns of what they do
        found = list(rows(find(names[0])))
    return [replace(row, exercise=name) for name in names for row in found]


def summary(found: Sequence[Row]) -> dict[str, dict[str, int]]:
    """How many answers of each source came to each fate."""
    counts = {source: Counter(str(row.fate) for row in found if row.source == source) for source in SOURCES}
    return {source: dict(count) for source, count in counts.items()}


def _row(exercise: Exercise, source: str, answer: str, expected: Ids, found: Diagnosis, alike: bool = False) -> Row:
    return Row(exercise.name, source, answer, expected, found.mistakes, _fate(source, expected, found, alike))


def _fate(source: str, expected: Ids, found: Diagnosis, alike: bool) -> Fate:
    if source == "variant":
        return Fate.ACCEPTED if found.ok else Fate.ALARM
    if found.ok:
        return Fate.PASSED
    if not found.mistakes:
        return Fate.REJECTED
    return Fate.NAMED if alike or found.mistakes == expected else Fate.MISNAMED
