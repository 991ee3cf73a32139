"""Checks of a backend: every call stands for itself, and uses the rows that it is given and no others."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from gdlearn.backends import DTYPES
from gdlearn.errors import InputError
from gdlearn.testing.backend_formulas import expected
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import MEANS, SQUARE, TALL, Case, case, cases
from gdlearn.testing.report import expect
from gdlearn.testing.truth import Answer, Tally, ask, host


def calls_are_independent(candidate: Candidate) -> str:
    """The same call gives the same numbers, to the last bit, whatever was called in between."""
    backend, count = candidate.backend, 0
    other, elsewhere = case("mse sum", *TALL), case("mlp", *SQUARE)
    for problem in cases(MEANS, TALL):
        here, there = problem.objective.on(backend), other.objective.on(backend)
        w, far, v = (backend.parameters(place) for place in (problem.w, -problem.w, other.w))
        first = host(backend, *backend.loss_and_gradient(here, w))
        between = (
            ("nothing", lambda: None),
            ("other weights", lambda: backend.loss_and_gradient(here, far)),  # noqa: B023  # called in this round
            ("another objective", lambda: backend.loss_and_gradient(there, v)),  # noqa: B023
            ("a third one", lambda: ask(backend, elsewhere.objective, elsewhere.w)),
        )
        for what, call in between:
            call()
            again, count = host(backend, *backend.loss_and_gradient(here, w)), count + 1
            expect(_same(first, again), f"on {problem.name}, called again after {what}, {_change(first, again)}.")
    return f"{count} calls were repeated, with other weights and other objectives in between, to the last bit."


def _change(first: Answer, again: Answer) -> str:
    """What of an answer has changed most."""
    if first.loss != again.loss:
        return f"the loss is {again.loss:.17g} instead of {first.loss:.17g}"
    j = int(np.argmax(np.abs(first.gradient - again.gradient)))
    return f"gradient[{j}] is {again.gradient[j]:.17g} instead of {first.gradient[j]:.17g}"


def instances_are_independent(candidate: Candidate) -> str:
    """Two backends can be held in two hands: one of another dtype, or at other work, changes nothing."""
    problem, other = case("mse mean", *TALL), case("logistic", *SQUARE)
    backend, tally = candidate.make(dtype=candidate.dtype), Tally()
    here, w = problem.objective.on(backend), backend.parameters(problem.w)
    right, made = expected(candidate, problem), []
    for dtype in DTYPES:
        try:
            another = candidate.make(dtype=dtype)
        except InputError:  # it does not compute in this dtype
            continue
        for task in (other, problem):
            ask(another, task.objective, task.w)
        answers = host(backend, *backend.loss_and_gradient(here, w)), ask(backend, problem.objective, problem.w)
        kind = str(backend.to_numpy(backend.asarray(problem.w)).dtype)
        candidate.make(dtype=candidate.dtype)  # before anything is said, so that a setting of the class is as it was
        expect(kind == candidate.dtype, f"after an instance of {dtype} was made, the first one makes arrays of {kind}.")
        for found in answers:
            after = f"{problem.name}, after another instance was made and used"
            tally.compare(after, "gradient", found.gradient, right.gradient, right.gradient_bound)
        made.append(dtype)
    return f"instances of {' and '.join(made)} were made and used, and the first one went on as before."


def _same(first: Answer, again: Answer) -> bool:
    return first.loss == again.loss and bool((first.gradient == again.gradient).all())


# Of four rows or of all nine: a library that compiles for every new shape has less to do.
SELECTIONS: dict[str, Any] = {  # slices and arrays, as the loop hands them out
    "the first four rows": slice(4),
    "rows 4 to 7": slice(4, 8),
    "every other row from 1": slice(1, None, 2),
    "rows 8, 0, 3 and 1": np.array([8, 0, 3, 1]),
    "rows 0, 6, 5 and 3": np.array([0, 6, 5, 3]),  # begins and ends as the first four rows do
    "row 2 three times and row 5": np.array([2, 2, 2, 5]),
    "all rows, shuffled": np.array([4, 8, 1, 0, 7, 3, 6, 2, 5]),
}
SHORT = {"the last two rows": slice(7, None), "row 8 alone": slice(8, None)}


def uses_the_rows_it_is_given(candidate: Candidate) -> str:
    """Loss and gradient over some rows, at the same weights all the time: each over its own rows."""
    tally = _over_rows(candidate, cases(MEANS, TALL), SELECTIONS)
    return tally.sentence("selections of rows")


def short_batches(candidate: Candidate) -> str:
    """What is left at the end of an epoch: two rows, or one, and the mean is over these."""
    return _over_rows(candidate, cases(MEANS, TALL), SHORT).sentence("batches of one or two rows")


def _over_rows(candidate: Candidate, problems: list[Case], selections: dict[str, Any]) -> Tally:
    tally, backend = Tally(), candidate.backend
    for problem in problems:
        here, w = problem.objective.on(backend), backend.parameters(problem.w)
        for name, rows in selections.items():
            part = _selected(problem, name)
            right, found = expected(candidate, part), host(backend, *backend.loss_and_gradient(here.rows(rows), w))
            tally.compare(part.name, "loss", found.loss, right.loss, right.loss_bound)
            tally.compare(part.name, "gradient", found.gradient, right.gradient, right.gradient_bound)
    return tally


@cache
def _selected(problem: Case, name: str) -> Case:
    """Some rows of a problem, made once, so that the right answers are computed once."""
    return problem.on_rows((SELECTIONS | SHORT)[name], name)


LONG, BLOCK = (150, 3), 64  # the last block is short: a plain mean of the blocks would be wrong


def takes_the_mean(candidate: Candidate) -> str:
    """Many rows: the loss and gradient over all are the mean of those over blocks, weighted with their rows."""
    tally, backend = Tally(), candidate.backend
    for problem in cases(("mse mean", "logistic"), LONG):
        n, whole = len(problem.objective), ask(backend, problem.objective, problem.w)
        blocks = [slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK)]
        parts = [ask(backend, problem.objective.rows(rows), problem.w) for rows in blocks]
        shares = np.array([len(range(n)[rows]) / n for rows in blocks])
        allowed = expected(candidate, problem)
        mean = shares @ np.array([part.gradient for part in parts])
        tally.compare(problem.name, "loss", whole.loss, shares @ [p.loss for p in parts], 2 * allowed.loss_bound)
        tally.compare(problem.name, "gradient", whole.gradient, mean, 2 * allowed.gradient_bound)
    return tally.sentence(f"problems of {LONG[0]} rows, against the mean over blocks of {BLOCK}")
