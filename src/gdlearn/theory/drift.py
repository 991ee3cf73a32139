"""Two answers about a whole descent, without descending: the exact path, and how far rounding may drive two apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.base import Objective
from gdlearn.theory.curvature import as_least_squares, curvature, least_squares
from gdlearn.theory.rounding import unit_roundoff

# In float32 the drift bound assumes the worst of every addition, and a descent makes millions of them. Right programs
# stayed under this share of the largest weight in every descent that was measured (the worst: 8e-4).
EMPIRICAL_FLOAT32 = 1e-3


def exact_trajectory(objective: Objective, start: FloatArray, learning_rate: float, steps: int) -> FloatArray:
    r"""All the weights of a gradient descent in closed form, with no loop and no gradient.

    Formula:
        $$w_t = w^* + V (I - \eta\Lambda)^t V^\top (w_0 - w^*)$$

    Args:
        objective: a quadratic objective, with its data on the host.
        start: the starting weights w_0, shape (p,).
        learning_rate: the rate eta, greater than 0.
        steps: the number of updates N, 0 or more.

    Returns:
        Row t holds the weights before update t, shape (N + 1, p).

    Source:
        Goh, Why Momentum Really Works, Distill 2017, section "First Steps: Gradient Descent".

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> objective = MeanSquaredError(np.array([[1.0]]), np.array([4.0]))
        >>> exact_trajectory(objective, np.array([0.0]), learning_rate=0.25, steps=2)[:, 0]
        array([0., 2., 3.])
    """
    eigenvalues, vectors = curvature(objective)
    bottom = least_squares(objective)
    shrink = (1 - learning_rate * eigenvalues) ** np.arange(steps + 1)[:, None]
    path: FloatArray = bottom + (shrink * (vectors.T @ (start - bottom))) @ vectors.T
    return path


def exact_trajectory_bound(objective: Objective, start: FloatArray, learning_rate: float, steps: int) -> float:
    r"""How far rounding can move the closed form itself: its own error bar, to first order.

    Formula:
        The loss is $\tfrac12|Aw - b|^2$, and the factorisations behave as if A had been changed by $\varepsilon |A|$
        with $\varepsilon = \max(m, p)\, u$ for m rows. That moves the minimum by
        $\varepsilon\kappa_A(|w^*| + \kappa_A |Aw^* - b| / |A|)$, and a factor
        $(1 - \eta\lambda)^t$ by at most $2\varepsilon\, t\, \eta\lambda_{\max} \rho^{t-1}$, the largest of which over t
        counts.

    Returns:
        A bound for every component of every row.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 20.1 (Wedin); the size of epsilon is
        the rule of `numpy.linalg.matrix_rank`.
    """
    eigenvalues, bottom = curvature(objective).eigenvalues, least_squares(objective)
    A, b = as_least_squares(objective) or (np.empty((0, 0)), np.empty(0))  # `least_squares` has refused the second case
    epsilon = max(A.shape) * unit_roundoff("float64")
    singular = np.sqrt(eigenvalues)
    spread = singular[-1] / singular[singular > epsilon * singular[-1]][0]
    residual = np.linalg.norm(A @ bottom - b) / singular[-1]
    moved_bottom = epsilon * spread * (np.linalg.norm(bottom) + spread * residual)
    t = np.arange(1, steps + 1)
    shrink = np.abs(1 - learning_rate * eigenvalues)[:, None] ** (t - 1)
    moved_factor = 2 * epsilon * learning_rate * eigenvalues[-1] * np.max(t * shrink, initial=0.0)
    return float(2 * moved_bottom + moved_factor * np.linalg.norm(start - bottom))


def drift_bound(
    objective: Objective, weights: FloatArray, rates: FloatArray, errors: FloatArray, dtype: str
) -> FloatArray:
    r"""How far the weights of two right descents may be apart at every step, having started at the same place.

    Formula:
        The difference $E_t$ of two descents is multiplied by $I - \eta H$ in every step, and grows by what the two
        gradients ($B + B'$) and the two updates are rounded. In the directions of the eigenvectors,
        $Z_t = |V^\top E_t|$:

        $$Z_{t+1} \le |1 - \eta\Lambda|\, Z_t
          + |V^\top| \bigl(\eta\,(B + B') + 2u\,(2|w_{t+1} - w_t| + |w_{t+1}|)\bigr), \qquad |E_t| \le |V|\, Z_t$$

        In float32 the smaller of this and a thousandth of the largest weight counts: the second is measured, not
        proven, and the bound alone would forgive real mistakes.

    Args:
        objective: a quadratic objective, with its data on the host.
        weights: the weights of one of the two descents, shape (N + 1, p).
        rates: the learning rate eta of both at every step, shape (N + 1,).
        errors: how far their two gradients may be apart at shared weights, B + B', shape (N + 1, p).
        dtype: "float64" or "float32", the arithmetic of both.

    Returns:
        The largest difference rounding allows in every row and component, shape (N + 1, p); its first row is 0.

    Source:
        The recursion is this package's own: the update formula, subtracted from itself.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> objective = MeanSquaredError(np.array([[1.0]]), np.array([4.0]))
        >>> weights, errors = np.array([[0.0], [2.0], [3.0]]), np.full((3, 1), 1e-15)
        >>> drift_bound(objective, weights, np.full(3, 0.25), errors, "float64")[1, 0] < 1e-14
        np.True_
    """
    u, (eigenvalues, vectors) = unit_roundoff(dtype), curvature(objective)
    abs_V = np.abs(vectors)
    along = np.zeros_like(weights)  # the bound in the directions of the eigenvectors
    for t, (now, after) in enumerate(pairwise(weights)):
        update = 2 * u * (2 * np.abs(after - now) + np.abs(after))
        along[t + 1] = np.abs(1 - rates[t] * eigenvalues) * along[t] + abs_V.T @ (rates[t] * errors[t] + update)
    bound: FloatArray = along @ abs_V.T
    return np.minimum(bound, EMPIRICAL_FLOAT32 * np.abs(weights).max()) if dtype == "float32" else bound
