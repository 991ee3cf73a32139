"""Check what a class handed in, on all processors."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from pathlib import Path
from time import perf_counter
from typing import Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.checking import check_file
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.grading.answer import Answer
from gdlearn.exercises.grading.submission import Submission
from gdlearn.exercises.manifest import find
from gdlearn.machine import cores

Check = Callable[[Exercise, Path], Diagnosis]
Watch = Callable[[Iterable[Any]], Iterable[Any]]
NOTHING = Diagnosis(False, (), "Nothing was handed in.", {"stopped": "none"})


def grade(
    submissions: Sequence[Submission], jobs: int | None = None, watch: Watch = iter, check: Check = check_file
) -> list[Answer]:
    """Check every file of every submission, each in a process of its own, several at a time.

    Args:
        submissions: what was handed in.
        jobs: how many are checked at a time, 1 or more; without it, as many as there are processors.
        watch: passes the results on as they come, such as a progress bar.
        check: what checks a file.

    Returns:
        An answer for every exercise of every submission, in their order. Whatever a file does, its answer is there.

    Examples:
        >>> [answer.points for answer in grade([Submission("ada", {"gradient-loop": None})])]
        [0]
    """
    order = [(each.student, name, file) for each in submissions for name, file in each.files.items()]
    found = {(student, name): Answer(student, name, NOTHING) for student, name, _ in order}
    pool = _pool(jobs or cores())
    try:
        running: dict[Future[tuple[Diagnosis, float]], tuple[str, str]] = {
            pool.submit(judged, check, name, file): (student, name) for student, name, file in order if file
        }
        for future in watch(as_completed(running)):
            student, name = running[future]
            found[student, name] = Answer(student, name, *_result(future))
    finally:
        pool.shutdown(cancel_futures=True)  # whoever stops the grading waits for no more than what runs
    return [found[student, name] for student, name, _ in order]


def judged(check: Check, name: str, file: Path) -> tuple[Diagnosis, float]:
    """What was found in a file, and how many seconds it took."""
    begin = perf_counter()
    try:
        diagnosis = check(find(name), file)
    except Exception as error:  # a fault of the checker must not take the class with it
        diagnosis = _failed(error)
    return diagnosis, perf_counter() - begin


def _pool(jobs: int) -> Executor:
    """What runs several checks at a time: fresh processes, not copies of this one, which may run threads."""
    if jobs == 1:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))


def _result(future: Future[tuple[Diagnosis, float]]) -> tuple[Diagnosis, float]:
    error = future.exception()
    return (_failed(error), 0.0) if error else future.result()


def _failed(error: BaseException) -> Diagnosis:
    said = f"The check itself failed with {type(error).__name__}: {error}. Please look at this answer yourself."
    return Diagnosis(False, (), said, {"stopped": "failed"})
