"""How far apart right backends are: measured, in eps, beside what rounding allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from gdlearn.backends import Backend, get_backend
from gdlearn.comparison import Comparison, compare
from gdlearn.difference import Difference, difference
from gdlearn.optimizers import GD
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import MEANS, Case, case
from gdlearn.theory import DIFFERENCES, largest_stable_learning_rate
from gdlearn.trajectory import Outcome, Trajectory, record

STEPS = 300
SHAPE = (20, 3)
EVERY = 10  # the gradient is asked for at the weights of every tenth step
SHARE_OF_STABLE = 0.3  # of the largest stable learning rate at the start
SLOWER = {"mlp": 0.02}  # a valley that gets steeper on the way: at the faster rate its descent is chaotic


@dataclass(frozen=True, eq=False)
class Measured:
    """How far a backend is from the formulas in NumPy on one objective.

    Attributes:
        candidate: the backend.
        kind: the objective, by its name in `gdlearn.testing.problems`.
        gradient: at shared weights, those of every tenth step of the reference.
        weights: of a descent of 300 steps of its own, all that both have.
        complete: False if it ended before the reference did.
    """

    candidate: Candidate
    kind: str
    gradient: Difference
    weights: Difference
    complete: bool

    @property
    def ok(self) -> bool:
        """True if both are within what rounding allows."""
        return self.complete and self.gradient.within and self.weights.within


class Yardstick(NamedTuple):
    """The descent that all are held against, and how far rounding may lead from it.

    Attributes:
        problem: the objective and the start.
        run: the descent with the formulas, in NumPy.
        bounds: for a backend of the same method and dtype.
    """

    problem: Case
    run: Trajectory
    bounds: Comparison


@cache
def yardstick(kind: str, dtype: str, method: str) -> Yardstick:
    """The reference descent of an objective in a dtype; bounds for a method that is exact but for rounding, or not."""
    problem = case(kind, *SHAPE)
    rate = SLOWER.get(kind, SHARE_OF_STABLE) * largest_stable_learning_rate(problem.objective, problem.w)
    run = record(problem.objective, problem.w, get_backend("numpy", dtype), GD(rate), STEPS)
    return Yardstick(problem, run, compare(run, replace(run, method=method), problem.objective))


def measure(candidates: Sequence[Candidate], kinds: Sequence[str] = MEANS) -> Iterator[Measured]:
    """Hold backends against the formulas in NumPy, on one problem for each objective.

    Args:
        candidates: the backends.
        kinds: the objectives, by their names in `gdlearn.testing.problems`.

    Yields:
        A measurement for each backend and objective.

    Examples:
        >>> from gdlearn.testing.candidate import candidates
        >>> [row.ok for row in measure(candidates("python"), ["poisson"])]
        [True]
    """
    for candidate in candidates:
        backend = candidate.backend
        method = DIFFERENCES if backend.method == DIFFERENCES else "exact but for rounding"
        for kind in kinds:
            problem, reference, bounds = yardstick(kind, candidate.dtype, method)
            run = record(problem.objective, problem.w, backend, reference.optimizer, STEPS)
            rows = min(len(run), len(reference))
            before, after, bound = reference.weights[:rows], run.weights[:rows], bounds.weights.bound[:rows]
            yield Measured(
                candidate,
                kind,
                gradient=_at_shared_weights(backend, problem, reference, bounds),
                weights=difference("weights", before, after, bound, candidate.dtype),
                complete=run.outcome is Outcome.DONE,
            )


def _at_shared_weights(backend: Backend, problem: Case, reference: Trajectory, bounds: Comparison) -> Difference:
    here = problem.objective.on(backend)
    asked = [backend.loss_and_gradient(here, backend.parameters(w))[1] for w in reference.weights[::EVERY]]
    found = np.array([backend.to_numpy(gradient) for gradient in asked])
    bound = bounds.gradient.bound[::EVERY]
    return difference("gradient", reference.gradient[::EVERY], found, bound, reference.dtype)
