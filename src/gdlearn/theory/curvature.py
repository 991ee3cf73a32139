"""What the curvature of a loss says before the first step: how large a step may be, and where it leads."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends.numeric_backend import STEP
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective


class Curvature(NamedTuple):
    """The eigendecomposition of the Hessian, ascending.

    Attributes:
        eigenvalues: shape (p,), ascending; 0 or more where the loss is convex.
        vectors: shape (p, p), one eigenvector in each column.
    """

    eigenvalues: FloatArray
    vectors: FloatArray


def as_least_squares(objective: Objective) -> tuple[FloatArray, FloatArray] | None:
    """A (m, p) and b (m,) with loss |A w - b|^2 / 2, if the objective is quadratic; None if it is not."""
    if not objective.quadratic:
        return None
    pair: tuple[FloatArray, FloatArray] = objective.as_least_squares()  # type: ignore[attr-defined]  # it is quadratic
    return pair


def curvature(objective: Objective, at: FloatArray | None = None) -> Curvature:
    r"""Eigenvalues and eigenvectors of the Hessian.

    Formula:
        A quadratic loss $\tfrac12 |A w - b|^2$ has the same Hessian at every w:

        $$H = A^\top A = V \Lambda V^\top, \qquad \lambda_i = \sigma_i(A)^2, \qquad A = \sqrt{2c}\,X
          \text{ for squared error}$$

        That of any other loss is taken at one place, from central differences of its gradient.

    Args:
        objective: any objective, with its data on the host.
        at: the weights (p,) where the Hessian is wanted; a quadratic objective needs none.

    Returns:
        The p eigenvalues, ascending, and their eigenvectors.

    Raises:
        InputError: if the objective is not quadratic and `at` is missing.

    Numerics:
        Quadratic: from the singular values of the triangle R of A = QR, never from the product A'A, since squaring
        first loses half of the digits of the small ones. Others: to about eight digits of the largest.

    Source:
        Golub, Van Loan, Matrix Computations, 4th ed., section 8.6 (the relation) and 5.3 (the lost digits).

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> curvature(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2))).eigenvalues
        array([1., 9.])
    """
    form = as_least_squares(objective)
    if form is None:
        return _local_curvature(objective, at)
    triangle = np.linalg.qr(form[0], mode="r")
    _, singular, rotation = np.linalg.svd(triangle, full_matrices=True)
    eigenvalues = np.zeros(objective.size)
    eigenvalues[: len(singular)] = singular**2
    return Curvature(eigenvalues[::-1], rotation.T[:, ::-1])


def _local_curvature(objective: Objective, at: FloatArray | None) -> Curvature:
    if at is None:
        raise InputError("the curvature of this objective differs from place to place; say where, with at=weights.")
    columns = [
        (objective.gradient(at + side) - objective.gradient(at - side)) / (2 * STEP)
        for side in STEP * np.eye(objective.size)
    ]
    hessian = np.array(columns)
    return Curvature(*np.linalg.eigh((hessian + hessian.T) / 2))


def condition_number(objective: Objective, at: FloatArray | None = None) -> float:
    r"""How much steeper the steepest direction is than the flattest: the shape of the valley.

    Formula:
        $$\kappa = \lambda_{\max} / \lambda_{\min}$$

    Returns:
        A number from 1 (a round bowl), infinite if some direction is flat or bends down.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> condition_number(MeanSquaredError(np.diag([1.0, 3.0]), np.zeros(2)))
        9.0
    """
    eigenvalues = curvature(objective, at).eigenvalues
    return float(eigenvalues[-1] / eigenvalues[0]) if eigenvalues[0] > 0 else math.inf


def least_squares(objective: Objective) -> FloatArray:
    r"""The weights at the bottom of a quadratic loss, without descending: where the gradient is zero.

    Formula:
        $$w^* = \arg\min_w |A w - b|^2$$

    Args:
        objective: a quadratic objective, with its data on the host.

    Returns:
        The minimiser (p,); the shortest one if there are several.

    Raises:
        InputError: if the objective is not quadratic.

    Numerics:
        LAPACK's orthogonal factorisation (`numpy.linalg.lstsq`), not the normal equations.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> least_squares(MeanSquaredError(np.diag([1.0, 2.0]), np.array([3.0, 8.0])))
        array([3., 4.])
    """
    form = as_least_squares(objective)
    if form is None:
        raise InputError(f"{type(objective).__name__} has no closed form; descend to its minimum instead.")
    return np.asarray(np.linalg.lstsq(*form, rcond=None)[0], dtype=np.float64)
