"""Two witnesses that share no code with any backend: one knows no calculus, the other knows no loop."""

from __future__ import annotations

import numpy as np

from gdlearn.descent import FULL
from gdlearn.difference import Difference, difference
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import GD
from gdlearn.theory import (
    Rounding,
    central_differences,
    central_differences_bound,
    drift_bound,
    exact_trajectory,
    exact_trajectory_bound,
)
from gdlearn.trajectory import Trajectory, milestones


def witnesses(run: Trajectory, objective: Objective) -> dict[str, Difference]:
    """Hold a run against answers that share no code with any backend.

    Args:
        run: a trajectory on `objective`.
        objective: what it minimised, with its data on the host.

    Returns:
        By title: the gradient at the start against central differences of the loss; and, for gradient descent on a
        quadratic objective with all rows, the weights of every step against the closed form.
    """
    checks = {"central differences: gradient": against_differences(run, objective)}
    rule, closed = run.optimizer, run.batches == FULL and objective.quadratic
    if closed and isinstance(rule, GD) and isinstance(rule.learning_rate, float):
        checks["closed form: weights"] = against_closed_form(run, objective, rule.learning_rate)
    return checks


def against_differences(run: Trajectory, objective: Objective) -> Difference:
    """The gradient at the start against central differences of the loss, over the rows of the first step."""
    rows = next(run.batches(len(objective)))
    rounding = Rounding(objective if rows is None else objective.rows(rows), run.dtype)
    start = run.weights[0]
    slope = central_differences(rounding.seen.loss, start)
    bound = rounding.gradient(start) + central_differences_bound(rounding.seen, start)
    return difference("gradient", run.gradient[:1], slope[None], bound[None], run.dtype)


def against_closed_form(run: Trajectory, objective: Objective, learning_rate: float) -> Difference:
    """The weights of every step against the exact trajectory of the data as the run was given them."""
    rounding, start, steps = Rounding(objective, run.dtype), run.weights[0], len(run) - 1
    rate = float(np.asarray(learning_rate, dtype=run.dtype))
    path = exact_trajectory(rounding.seen, start, rate, steps)
    errors = np.array([2 * rounding.gradient(w) for w in run.weights])
    bound = drift_bound(rounding.seen, run.weights, np.full(len(run), rate), errors, run.dtype)
    return difference(
        "weights", run.weights, path, bound + exact_trajectory_bound(rounding.seen, start, rate, steps), run.dtype
    )


def against_all_rows(run: Trajectory, whole: Objective, compressed: Objective) -> dict[str, Difference]:
    """Hold a compressed objective against the one over all rows, at some of the weights that a run walked through.

    Args:
        run: a trajectory on `compressed`.
        whole: the objective over all rows, with its data on the host.
        compressed: the same loss from p + 1 rows.

    Returns:
        By title: gradients and losses in float64, and twice the rounding bound of the direct form.
    """
    places = run.weights[milestones(len(run) - 1)]
    direct = Rounding(whole, "float64")
    few, all_rows = ([objective.loss_and_gradient(w) for w in places] for objective in (compressed, whole))
    bounds = [(2 * direct.loss(w), 2 * direct.gradient(w)) for w in places]
    checks = {}
    for k, quantity in enumerate(("loss", "gradient")):
        a, b, bound = (np.array([row[k] for row in rows]).reshape(len(places), -1) for rows in (all_rows, few, bounds))
        checks[f"all rows: {quantity}"] = difference(quantity, a, b, bound, "float64")
    return checks
