"""Does it do what it must? Suites that run anybody's backend, objective, optimiser or gradient through their checks."""

from gdlearn.testing.backend import BACKEND_CHECKS, check_backend
from gdlearn.testing.cases import parametrize_with_checks
from gdlearn.testing.gradient import GRADIENT_CHECKS, check_gradient
from gdlearn.testing.objective import OBJECTIVE_CHECKS, check_objective
from gdlearn.testing.optimizer import OPTIMIZER_CHECKS, check_optimizer
from gdlearn.testing.report import Record, Report, Verdict

__all__ = [
    "BACKEND_CHECKS",
    "GRADIENT_CHECKS",
    "OBJECTIVE_CHECKS",
    "OPTIMIZER_CHECKS",
    "Record",
    "Report",
    "Verdict",
    "check_backend",
    "check_gradient",
    "check_objective",
    "check_optimizer",
    "parametrize_with_checks",
]
