"""What can be known before a run: curvature, stable steps, the exact path, and how far rounding may lead astray."""

from gdlearn.theory.curvature import Curvature, condition_number, curvature, least_squares
from gdlearn.theory.differences import DIFFERENCES, central_differences, central_differences_bound, gradient_error
from gdlearn.theory.drift import EMPIRICAL_FLOAT32, drift_bound, exact_trajectory, exact_trajectory_bound
from gdlearn.theory.noise import noise_bound
from gdlearn.theory.rates import (
    best_learning_rate,
    convergence_rate,
    largest_curvature,
    largest_stable_learning_rate,
    steps_to,
)
from gdlearn.theory.rounded import Rounded, gamma
from gdlearn.theory.rounding import Rounding, unit_roundoff
from gdlearn.theory.solution import Solution, solve

__all__ = [
    "DIFFERENCES",
    "EMPIRICAL_FLOAT32",
    "Curvature",
    "Rounded",
    "Rounding",
    "Solution",
    "best_learning_rate",
    "central_differences",
    "central_differences_bound",
    "condition_number",
    "convergence_rate",
    "curvature",
    "drift_bound",
    "exact_trajectory",
    "exact_trajectory_bound",
    "gamma",
    "gradient_error",
    "largest_curvature",
    "largest_stable_learning_rate",
    "least_squares",
    "noise_bound",
    "solve",
    "steps_to",
    "unit_roundoff",
]
