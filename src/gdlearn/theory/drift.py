"""Two answers about a whole descent, without descending: the exact path, and how far rounding may drive two apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.theory.curvature import curvature, least_squares
from gdlearn.theory.rounding import Rounding, unit_roundoff

# In float32 the drift bound assumes the worst of every addition, and a descent makes millions of them. Right programs
# stayed under this share of the largest weight in every descent that was measured (the worst: 8e-4).
EMPIRICAL_FLOAT32 = 1e-3


def exact_trajectory(objective: MeanSquaredError, start: FloatArray, learning_rate: float, steps: int) -> FloatArray:
    r"""All the weights of a gradient descent in closed form, with no loop and no gradient.

    Formula:
        $$w_t = w^* + V (I - \eta\Lambda)^t V^\top (w_0 - w^*)$$

    Args:
        objective: squared error with its data on the host.
        start: the starting weights w_0, shape (p,).
        learning_rate: the rate eta, greater than 0.
        steps: the number of updates N, 0 or more.

    Returns:
        Row t holds the weights before update t, shape (N + 1, p).

    Source:
        Goh, Why Momentum Really Works, Distill 2017, section "First Steps: Gradient Descent".

    Examples:
        >>> objective = MeanSquaredError(np.array([[1.0]]), np.array([4.0]))
        >>> exact_trajectory(objective, np.array([0.0]), learning_rate=0.25, steps=2)[:, 0]
        array([0., 2., 3.])
    """
    eigenvalues, vectors = curvature(objective)
    bottom = least_squares(objective)
    shrink = (1 - learning_rate * eigenvalues) ** np.arange(steps + 1)[:, None]
    path: FloatArray = bottom + (shrink * (vectors.T @ (start - bottom))) @ vectors.T
    return path


def exact_trajectory_bound(objective: MeanSquaredError, start: FloatArray, learning_rate: float, steps: int) -> float:
    r"""How far rounding can move the closed form itself: its own error bar, to first order.

    Formula:
        The factorisations behave as if X had been changed by $\varepsilon |X|$ with $\varepsilon = \max(n, p)\, u$.
        That moves the minimum by $\varepsilon\kappa_X(|w^*| + \kappa_X |r^*| / |X|)$, and a factor
        $(1 - \eta\lambda)^t$ by at most $2\varepsilon\, t\, \eta\lambda_{\max} \rho^{t-1}$, the largest of which over t
        counts.

    Returns:
        A bound for every component of every row.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 20.1 (Wedin); the size of epsilon is
        the rule of `numpy.linalg.matrix_rank`.
    """
    eigenvalues = curvature(objective).eigenvalues
    bottom = least_squares(objective)
    epsilon = max(objective.X.shape) * unit_roundoff("float64")
    singular = np.sqrt(eigenvalues / (2 * objective.factor))
    spread = singular[-1] / singular[singular > epsilon * singular[-1]][0]
    residual = np.linalg.norm(objective.residual(bottom)) / singular[-1]
    moved_bottom = epsilon * spread * (np.linalg.norm(bottom) + spread * residual)
    t = np.arange(1, steps + 1)
    shrink = np.abs(1 - learning_rate * eigenvalues)[:, None] ** (t - 1)
    moved_factor = 2 * epsilon * learning_rate * eigenvalues[-1] * np.max(t * shrink, initial=0.0)
    return float(2 * moved_bottom + moved_factor * np.linalg.norm(start - bottom))


def drift_bound(objective: MeanSquaredError, weights: FloatArray, learning_rate: float, dtype: str) -> FloatArray:
    r"""How far the weights of two right descents may be apart at every step, having started at the same place.

    Formula:
        The difference $E_t$ of two descents is multiplied by $I - \eta H$ in every step, and grows by what the two
        gradients ($2B$) and the two updates are rounded. In the directions of the eigenvectors, $Z_t = |V^\top E_t|$:

        $$Z_{t+1} \le |1 - \eta\Lambda|\, Z_t
          + |V^\top| \bigl(2\eta B(w_t) + 2u\,(2|w_{t+1} - w_t| + |w_{t+1}|)\bigr), \qquad |E_t| \le |V|\, Z_t$$

        In float32 the smaller of this and a thousandth of the largest weight counts: the second is measured, not
        proven, and the bound alone would forgive real mistakes.

    Args:
        objective: squared error with its data on the host.
        weights: the weights of one of the two descents, shape (N + 1, p).
        learning_rate: the rate eta of both.
        dtype: "float64" or "float32", the arithmetic of both.

    Returns:
        The largest difference rounding allows in every row and component, shape (N + 1, p); its first row is 0.

    Source:
        The recursion is this package's own: the update formula, subtracted from itself.

    Examples:
        >>> objective = MeanSquaredError(np.array([[1.0]]), np.array([4.0]))
        >>> drift_bound(objective, np.array([[0.0], [2.0], [3.0]]), 0.25, "float64").shape
        (3, 1)
    """
    rounding, (eigenvalues, vectors) = Rounding(objective, dtype), curvature(objective)
    shrink, abs_V = np.abs(1 - learning_rate * eigenvalues), np.abs(vectors)
    along = np.zeros_like(weights)  # the bound in the directions of the eigenvectors
    for t, (now, after) in enumerate(pairwise(weights)):
        update = 2 * rounding.u * (2 * np.abs(after - now) + np.abs(after))
        along[t + 1] = shrink * along[t] + abs_V.T @ (2 * learning_rate * rounding.gradient(now) + update)
    bound: FloatArray = along @ abs_V.T
    return np.minimum(bound, EMPIRICAL_FLOAT32 * np.abs(weights).max()) if dtype == "float32" else bound
