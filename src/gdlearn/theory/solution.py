"""The minimum of squared error without descending, and how many of its digits can be believed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives.base import Objective
from gdlearn.theory.curvature import as_least_squares
from gdlearn.theory.rounding import unit_roundoff

UNIT = 4 * unit_roundoff("float64")  # the relative error of a column after its numbers were read and factorised


class Solution(NamedTuple):
    """The weights at the minimum.

    Attributes:
        weights: shape (p,).
        uncertainty: how far each may be from the exact minimum because numbers are rounded, shape (p,).
    """

    weights: FloatArray
    uncertainty: FloatArray


def solve(objective: Objective) -> Solution:
    r"""The minimum of a quadratic loss, by Householder's QR, with the uncertainty that rounding leaves in it.

    Formula:
        With $[A\; b] = Q R$, $R = \begin{pmatrix} T & z \\ 0 & \rho \end{pmatrix}$, the minimum is $T w = z$. If every
        column of $[A\; b]$ is known to a relative $\varepsilon$, to first order

        $$|\delta w_i| \le \varepsilon \Bigl( |e_i^\top T^{-1}| \bigl(|b| + \textstyle\sum_j |a_j| |w_j|\bigr)
          + |\rho| \textstyle\sum_j \bigl|(T^\top T)^{-1}_{ij}\bigr| |a_j| \Bigr)$$

    Args:
        objective: a quadratic objective, with its data on the host. Of many rows take `objective.compressed()`.

    Returns:
        The weights, and for each the bound above.

    Raises:
        InputError: if the objective is not quadratic, or its columns depend on each other to rounding: then there is
            not one minimum but many.

    Numerics:
        $\varepsilon$ is four units of rounding: one for a number of a file that float64 has rounded, the others for
        the factorisation. Measured against exact arithmetic on polynomials up to degree 12 the error stays below a
        quarter of the bound.

    Source:
        Golub, Van Loan, Matrix Computations, 4th ed., section 5.3, the perturbation to first order, component by
        component.

    Examples:
        >>> from gdlearn import MeanSquaredError
        >>> solve(MeanSquaredError(np.diag([1.0, 2.0]), np.array([3.0, 8.0]))).weights
        array([3., 4.])
    """
    form = as_least_squares(objective)
    if form is None:
        raise InputError(f"{type(objective).__name__} has no exact solution; descend to its minimum instead.")
    p = objective.size
    rows: Any = np.linalg.qr(np.column_stack(form), mode="r")  # NumPy's annotation is that of the other modes
    factor = np.vstack([rows, np.zeros((p + 1, p + 1))])  # of few samples there are fewer rows than columns
    T, z, rest = factor[:p, :p], factor[:p, p], abs(factor[p, p])
    lengths = np.linalg.norm(T, axis=0)
    with np.errstate(invalid="ignore"):
        even = T / lengths  # every column at length 1: what is left of the condition number is dependence
    if not (np.isfinite(even).all() and np.linalg.cond(even) < 1 / (UNIT * p)):
        raise InputError(
            "the features depend on each other, up to rounding, so that many weights have the same smallest loss; "
            "leave a feature out, or add --penalty."
        )
    w, inverse = np.linalg.solve(T, z), np.linalg.inv(T)
    fit = np.linalg.norm(inverse, axis=1) * (np.linalg.norm(factor[:, p]) + lengths @ np.abs(w))
    return Solution(w, UNIT * (fit + rest * (np.abs(inverse @ inverse.T) @ lengths)))
