"""check_objective: is the gradient that of the loss, do the rows add up, and does it run on every array type?"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arrays import frozen
from gdlearn.data import generator
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.testing.objective_calls import keeps_float32, same_answer_twice, writes_into_nothing
from gdlearn.testing.objective_rows import (
    ObjectiveCandidate,
    moves_to_a_backend_whole,
    predicts_a_row_for_every_sample,
    rows_add_up,
    rows_are_those_asked_for,
    shapes,
)
from gdlearn.testing.objective_slopes import (
    analytic_is_true,
    both_are_the_same,
    gradient_is_that_of_autograd,
    gradient_is_the_slope,
    runs_on_every_backend,
)
from gdlearn.testing.report import Report, bind, by_name

OBJECTIVE_CHECKS = by_name(
    *(shapes, predicts_a_row_for_every_sample, gradient_is_the_slope, gradient_is_that_of_autograd, both_are_the_same),
    *(keeps_float32, writes_into_nothing, same_answer_twice, rows_are_those_asked_for, rows_add_up),
    *(moves_to_a_backend_whole, runs_on_every_backend, analytic_is_true),
)


def check_objective(objective: Objective, w: Any = None) -> Report:
    """Run an objective through what every objective must do.

    Args:
        objective: the objective, with its data on the host. Take data that are not special: not centred, with more
            than two columns, and few rows, since every check calls it several times.
        w: the weights around which it is tried, shape (p,); drawn if left out.

    Returns:
        A record for every check; `.ok` is the verdict, `.raise_if_failed()` is for tests.

    Raises:
        InputError: if it is no objective, or w is not p finite numbers.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> X = np.array([[1.0, 4.0, 1.0], [2.0, 0.0, 1.0], [3.0, 5.0, 1.0]])
        >>> check_objective(MeanSquaredError(X, np.array([8.0, 13.0, 15.0]))).ok
        True
    """
    if not isinstance(objective, Objective):
        raise InputError(f"{objective!r} is no objective; give an object of a class that inherits from Objective.")
    size = objective.size
    start = generator(size, stream=8).normal(0.5, 0.5, size) if w is None else np.asarray(w, dtype=np.float64)
    if start.shape != (size,) or not np.isfinite(start).all():
        raise InputError(f"w is {w!r}; it must be {size} finite numbers, one for each weight.")
    candidate = ObjectiveCandidate(objective, frozen(start.copy()))
    return Report(tuple(case.record() for case in bind(candidate.name, candidate, OBJECTIVE_CHECKS, {})))
