"""Two witnesses that share no code with any backend: one knows no calculus, the other knows no loop."""

from __future__ import annotations

import numpy as np

from gdlearn.difference import Difference, difference
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.theory import (
    Rounding,
    central_differences,
    central_differences_bound,
    drift_bound,
    exact_trajectory,
    exact_trajectory_bound,
)
from gdlearn.trajectory import Trajectory


def witnesses(run: Trajectory, objective: MeanSquaredError) -> dict[str, Difference]:
    """Hold a run against two answers that share no code with any backend.

    Args:
        run: a trajectory of gradient descent on `objective`.
        objective: what it minimised, with its data on the host.

    Returns:
        The gradient at the start against central differences, and the weights of every step against the closed form.
    """
    start, rate = run.weights[0], run.optimizer.learning_rate
    seen = Rounding(objective, run.dtype)  # the data as the run was given them: rounded to its dtype
    rounded = MeanSquaredError(seen.X, seen.y, objective.convention)
    slope = difference(
        "gradient",
        run.gradient[:1],
        central_differences(rounded.loss, start)[None],
        (seen.gradient(start) + central_differences_bound(rounded, start))[None],
        run.dtype,
    )
    rate_seen = float(np.asarray(rate, dtype=run.dtype))
    path = exact_trajectory(rounded, start, rate_seen, len(run) - 1)
    bound = drift_bound(rounded, run.weights, rate, run.dtype)
    bound = bound + exact_trajectory_bound(rounded, start, rate_seen, len(run) - 1)
    return {
        "central differences: gradient": slope,
        "closed form: weights": difference("weights", run.weights, path, bound, run.dtype),
    }
