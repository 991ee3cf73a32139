"""What can be known before a run: curvature, stable steps, the exact path, and how far rounding may lead astray."""

from gdlearn.theory.curvature import (
    Curvature,
    condition_number,
    curvature,
    largest_stable_learning_rate,
    least_squares,
)
from gdlearn.theory.differences import central_differences, central_differences_bound
from gdlearn.theory.drift import EMPIRICAL_FLOAT32, drift_bound, exact_trajectory, exact_trajectory_bound
from gdlearn.theory.rounding import Rounding, gamma, unit_roundoff

__all__ = [
    "EMPIRICAL_FLOAT32",
    "Curvature",
    "Rounding",
    "central_differences",
    "central_differences_bound",
    "condition_number",
    "curvature",
    "drift_bound",
    "exact_trajectory",
    "exact_trajectory_bound",
    "gamma",
    "largest_stable_learning_rate",
    "least_squares",
    "unit_roundoff",
]
