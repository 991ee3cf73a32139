"""Checks of a backend: whole descents, step by step, and how they end where they cannot end well."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from gdlearn.backends import get_backend
from gdlearn.comparison import compare
from gdlearn.difference import short
from gdlearn.optimizers import GD
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import BATCHED_WALKS, STEPS, TALL, WALKS, Walk, case
from gdlearn.testing.report import expect
from gdlearn.testing.truth import ask
from gdlearn.trajectory import Trajectory, record


@cache
def by_formula(walk: Walk, dtype: str) -> Trajectory:
    """The same descent with the formulas, in NumPy."""
    problem = case(walk.kind, *TALL)
    return record(problem.objective, problem.w, get_backend("numpy", dtype), walk.optimizer, STEPS, walk.batches)


def trajectories_agree(candidate: Candidate) -> str:
    """Whole descents with every objective and every optimiser, all rows at every step."""
    return _walk(candidate, WALKS)


def minibatch_trajectories_agree(candidate: Candidate) -> str:
    """The same with some of the rows at every step, in order or shuffled, the last batch of an epoch short."""
    return _walk(candidate, BATCHED_WALKS)


def _walk(candidate: Candidate, walks: Iterable[Walk]) -> str:
    shares = {}
    for walk in walks:
        problem = case(walk.kind, *TALL)
        run = record(problem.objective, problem.w, candidate.backend, walk.optimizer, STEPS, walk.batches)
        found = compare(by_formula(walk, candidate.dtype), run, problem.objective)
        expect(found.agree, f"{walk.name}: {found}")
        shares[walk.name] = found.weights.share
    where = max(shares, key=lambda name: shares[name])
    return (
        f"{len(shares)} descents of {STEPS} steps agree with the formulas in NumPy; their weights drift apart "
        f"by at most {short(100 * shares[where])} % of what rounding allows ({where})."
    )


def overflow_is_not_hidden(candidate: Candidate) -> str:
    """What is too large, or not a number, is infinite or NaN in the answer; a descent that diverges says so."""
    backend, problem, huge = candidate.backend, case("mse mean", *TALL), float(np.finfo(candidate.dtype).max) ** 0.75
    lost = ask(backend, problem.objective, np.full(len(problem.w), huge))
    expect(not np.isfinite(lost.loss), f"at weights of about {huge:.1g} the loss overflows, and it says {lost.loss:g}.")
    lost = ask(backend, problem.objective, np.array([*problem.w[:-1], np.nan]))
    told = np.isnan(lost.loss) and np.isnan(lost.gradient).all()
    expect(told, f"with a weight that is NaN it says loss {lost.loss:g}, gradient {lost.gradient.tolist()}, not NaN.")
    runs = [
        record(problem.objective, problem.w, b, GD(1e6), 60) for b in (backend, get_backend("numpy", candidate.dtype))
    ]
    expect(
        len(runs[0]) == len(runs[1]),
        f"at learning rate 1e6 it is {runs[0].outcome} after {len(runs[0])} rows; the formula has diverged "
        f"after {len(runs[1])}.",
    )
    return f"an overflow and a NaN arrive in the answer, and learning rate 1e6 diverges in {len(runs[0])} rows."
