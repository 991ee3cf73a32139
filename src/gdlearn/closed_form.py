"""A whole descent without descending: every step at once, from the curvature of the loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arguments import whole_number
from gdlearn.descent import checked_start
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import GD
from gdlearn.theory import curvature, least_squares
from gdlearn.trajectory import Outcome, Trajectory


def leap(objective: Objective, start: Any, optimizer: GD, steps: int) -> Trajectory:
    r"""The trajectory of gradient descent on a quadratic loss, in closed form: no loop, and no pass over the rows.

    Formula:
        With the eigenvalues $\lambda_i$ of the Hessian, its eigenvectors in the columns of $V$ and the minimum $w^*$,
        every direction goes its own way:

        $$d_t = V^\top (w_t - w^*), \qquad d_{t,i} = d_{0,i} \prod_{k < t} (1 - \eta_k \lambda_i)$$

        $$w_t = w^* + V d_t, \qquad L(w_t) = L(w^*) + \tfrac12 \sum_i \lambda_i d_{t,i}^2, \qquad
          \nabla L(w_t) = V (\lambda \odot d_t)$$

    Args:
        objective: a quadratic objective, with its data on the host. Of many rows take `objective.compressed()`.
        start: the starting weights, shape (p,).
        optimizer: gradient descent, with any schedule.
        steps: the number of updates N, 0 or more.

    Returns:
        A trajectory of N + 1 rows, or fewer if it diverged, as `gdlearn.record` makes one step by step.

    Raises:
        InputError: if the objective is not quadratic, the rule is another one, the start is not p finite numbers, or
            steps is not a whole number from 0.

    Numerics:
        The eigenvalues are squares of singular values, never those of a product. Losses and gradients are sums over
        the p directions: close to the minimum they keep digits that a residual of n rows has lost.

    Source:
        Goh, Why Momentum Really Works, Distill 2017, section "First Steps: Gradient Descent".

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> run = leap(MeanSquaredError(np.array([[1.0]]), np.array([4.0])), [0.0], GD(0.25), steps=2)
        >>> run.weights[:, 0], run.loss
        (array([0., 2., 3.]), array([16.,  4.,  1.]))
    """
    if not isinstance(optimizer, GD):
        raise InputError(
            f"{type(optimizer).__name__} has no closed form; leap with GD, or record the run step by step."
        )
    updates = whole_number("steps", steps)
    eigenvalues, vectors = curvature(objective)
    start = checked_start(start, objective.size)
    bottom, rate = least_squares(objective), optimizer.learning_rate
    rates = np.full(updates, rate) if isinstance(rate, float) else np.array([optimizer.rate(t) for t in range(updates)])
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging descent overflows, and `outcome` says so
        factors = 1 - rates.reshape(-1, 1) * eigenvalues
        apart = np.vstack([np.ones(objective.size), np.cumprod(factors, axis=0)]) * (vectors.T @ (start - bottom))
        loss = objective.loss(bottom) + (apart * apart) @ eigenvalues / 2
        gradient, weights = (apart * eigenvalues) @ vectors.T, bottom + apart @ vectors.T
    weights[0] = start  # itself, and not the minimum plus the way to it
    over = np.flatnonzero(~np.isfinite(loss))
    rows, outcome = (int(over[0]) + 1, Outcome.DIVERGED) if len(over) else (updates + 1, Outcome.DONE)
    w, loss, gradient = weights[:rows], loss[:rows], gradient[:rows]
    return Trajectory(w, loss, gradient, "leap", "closed form", "float64", "cpu", optimizer, outcome=outcome)
