"""What the curvature of a quadratic loss says before the first step: how large a step may be, and where it leads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.objectives.mse import MeanSquaredError


class Curvature(NamedTuple):
    """The eigendecomposition of the Hessian, ascending.

    Attributes:
        eigenvalues: shape (p,), 0 or more, ascending.
        vectors: shape (p, p), one eigenvector in each column.
    """

    eigenvalues: FloatArray
    vectors: FloatArray


def curvature(objective: MeanSquaredError) -> Curvature:
    r"""Eigenvalues and eigenvectors of the Hessian of squared error; the Hessian is the same at every w.

    Formula:
        $$H = 2c\, X^\top X = V \Lambda V^\top, \qquad \lambda_i = 2c\,\sigma_i(X)^2$$

    Args:
        objective: squared error with its data on the host.

    Returns:
        The p eigenvalues, ascending, and their eigenvectors.

    Numerics:
        From the singular values of the triangle R of X = QR, never from the product X'X: squaring first loses half of
        the digits of the small ones.

    Source:
        Golub, Van Loan, Matrix Computations, 4th ed., section 8.6 (the relation) and 5.3 (the lost digits).

    Examples:
        >>> curvature(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2))).eigenvalues
        array([1., 9.])
    """
    triangle = np.linalg.qr(objective.X, mode="r")
    _, singular, rotation = np.linalg.svd(triangle, full_matrices=True)
    eigenvalues = np.zeros(objective.size)
    eigenvalues[: len(singular)] = 2 * objective.factor * singular**2
    return Curvature(eigenvalues[::-1], rotation.T[:, ::-1])


def condition_number(objective: MeanSquaredError) -> float:
    r"""How much steeper the steepest direction is than the flattest: the shape of the valley.

    Formula:
        $$\kappa = \lambda_{\max} / \lambda_{\min}$$

    Returns:
        A number from 1 (a round bowl), infinite if some direction is flat.

    Examples:
        >>> condition_number(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2)))
        9.0
    """
    eigenvalues = curvature(objective).eigenvalues
    return float(eigenvalues[-1] / eigenvalues[0]) if eigenvalues[0] > 0 else float("inf")


def largest_stable_learning_rate(objective: MeanSquaredError) -> float:
    r"""The learning rate above which gradient descent on these data diverges.

    Formula:
        In the direction of eigenvector i the distance to the minimum is multiplied by $1 - \eta\lambda_i$ in every
        step. It shrinks in all directions as long as

        $$\eta < \frac{2}{\lambda_{\max}}$$

    Returns:
        The rate 2 / lambda_max, greater than 0; infinite if X is all zeros.

    Source:
        Nocedal, Wright, Numerical Optimization, 2nd ed., section 3.3.

    Examples:
        >>> round(largest_stable_learning_rate(MeanSquaredError(np.diag([1.0, 2.0]), np.zeros(2))), 3)
        0.5
    """
    steepest = curvature(objective).eigenvalues[-1]
    return float(2 / steepest) if steepest > 0 else float("inf")


def least_squares(objective: MeanSquaredError) -> FloatArray:
    r"""The weights at the bottom, without descending: where the gradient is zero.

    Formula:
        $$w^* = \arg\min_w |Xw - y|^2$$

    Returns:
        The minimiser (p,); the shortest one if there are several.

    Numerics:
        LAPACK's orthogonal factorisation (`numpy.linalg.lstsq`), not the normal equations.

    Examples:
        >>> least_squares(MeanSquaredError(np.diag([1.0, 2.0]), np.array([3.0, 8.0])))
        array([3., 4.])
    """
    solution: FloatArray = np.linalg.lstsq(objective.X, objective.y, rcond=None)[0]
    return solution
