"""How large a step may be, which is best, and how many it takes: what the curvature says about the learning rate."""

from __future__ import annotations

import math

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.objectives.penalty import L2
from gdlearn.theory.curvature import curvature


def largest_curvature(objective: Objective, at: FloatArray | None = None) -> float:
    r"""The steepest curvature that a descent can meet.

    Formula:
        A quadratic loss has the same curvature everywhere. Where the loss of a sample bends by at most $m$
        (`Objective.bend`), and with an L2 penalty of strength $\lambda$,

        $$\lambda_{\max}(H) \le m\, \lambda_{\max}(X^\top X / n) + \lambda$$

        For any other loss it is the curvature at `at`, and no promise elsewhere.

    Args:
        objective: any objective, with its data on the host.
        at: the weights (p,), for a loss of which no bound is known.

    Returns:
        The largest eigenvalue of the Hessian, or a bound on it.

    Raises:
        InputError: if no bound is known and `at` is missing.

    Examples:
        >>> from gdlearn import Logistic
        >>> largest_curvature(Logistic(np.diag([2.0, 2.0]), np.array([0.0, 1.0])))
        0.5
    """
    if objective.quadratic:
        return float(curvature(objective).eigenvalues[-1])
    if isinstance(objective, L2):
        return largest_curvature(objective.objective, at) + objective.strength
    if math.isfinite(objective.bend) and (X := getattr(objective, "X", None)) is not None:
        triangle = np.linalg.qr(X, mode="r")
        return float(objective.bend * np.linalg.norm(triangle, 2) ** 2 / len(objective))
    return float(curvature(objective, at).eigenvalues[-1])


def largest_stable_learning_rate(objective: Objective, at: FloatArray | None = None) -> float:
    r"""The learning rate above which gradient descent on these data diverges.

    Formula:
        In the direction of eigenvector i the distance to the minimum is multiplied by $1 - \eta\lambda_i$ in every
        step. It shrinks in all directions as long as

        $$\eta < \frac{2}{\lambda_{\max}}$$

        where lambda_max is the `largest_curvature`.

    Returns:
        The rate 2 / lambda_max, greater than 0; infinite where nothing bends up.

    Source:
        Nocedal, Wright, Numerical Optimization, 2nd ed., section 3.3.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> round(largest_stable_learning_rate(MeanSquaredError(np.diag([1.0, 2.0]), np.zeros(2))), 3)
        0.5
    """
    steepest = largest_curvature(objective, at)
    return 2 / steepest if steepest > 0 else math.inf


def best_learning_rate(objective: Objective) -> float:
    r"""The fixed learning rate whose slowest direction is fastest.

    Formula:
        $$\eta^* = \frac{2}{\lambda_{\max} + \lambda_{\min}}, \qquad
          \rho(\eta^*) = \frac{\kappa - 1}{\kappa + 1}$$

    Returns:
        A rate just below the largest stable one.

    Source:
        Nesterov, Lectures on Convex Optimization, 2nd ed., theorem 2.1.15.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> best_learning_rate(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2)))
        0.2
    """
    eigenvalues = curvature(objective).eigenvalues
    total = eigenvalues[0] + eigenvalues[-1]
    return float(2 / total) if total > 0 else math.inf


def convergence_rate(objective: Objective, learning_rate: float) -> float:
    r"""What the distance to the minimum is multiplied by in every step, once only the slowest direction is left.

    Formula:
        $$\rho = \max_i |1 - \eta\lambda_i|$$

    Args:
        objective: a quadratic objective.
        learning_rate: the rate eta, greater than 0.

    Returns:
        Below 1 it converges, above 1 it diverges.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> round(convergence_rate(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2)), 0.2), 3)
        0.8
    """
    return float(np.abs(1 - learning_rate * curvature(objective).eigenvalues).max())


def steps_to(objective: Objective, learning_rate: float, tolerance: float) -> float:
    r"""How many steps bring the distance to the minimum under a share of what it was at the start.

    Formula:
        $$N = \left\lceil \frac{\log \varepsilon}{\log \rho} \right\rceil$$

    Args:
        objective: a quadratic objective.
        learning_rate: the rate eta, greater than 0.
        tolerance: the share epsilon, between 0 and 1.

    Returns:
        A number of steps that is always enough; infinite if the descent does not converge.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> steps_to(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2)), 0.2, tolerance=1e-3)
        31.0
    """
    if not 0 < tolerance < 1:
        raise InputError(f"tolerance is {tolerance!r}; it must be a share between 0 and 1.")
    rate = convergence_rate(objective, learning_rate)
    if rate >= 1:
        return math.inf
    return 1.0 if rate == 0 else float(math.ceil(math.log(tolerance) / math.log(rate)))
