"""What a fit descends on: an objective, the place to start from, and what the curvature says beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.estimators.losses import Loss
from gdlearn.objectives import L2, MeanSquaredError, Objective
from gdlearn.objectives.weighted import weighted
from gdlearn.theory import curvature

MANY = 2  # so many times p + 1 rows are worth compressing


@dataclass(frozen=True, eq=False)
class Problem:
    """An objective and what is known of it.

    Attributes:
        objective: what is minimised, with its data on the host.
        constant: the weights (p,) of the best constant prediction: where a descent starts.
        moved: what was taken away from the targets, and belongs to the bias.
        eigenvalues: the curvatures (p,), ascending; bounds on them where they differ from place to place.
        steepest: the largest curvature that a step can meet, that of the worst batch.
        size: the order of magnitude of what is added up to a loss.
        noise: how large the components (p,) of a gradient are that is nothing but rounding, as an order of magnitude.
    """

    objective: Objective
    constant: FloatArray
    moved: float
    eigenvalues: FloatArray
    steepest: float
    size: float
    noise: FloatArray

    @classmethod
    def of(
        cls,
        loss: Loss,
        X: FloatArray,
        y: FloatArray,
        sample_weights: FloatArray,
        *,
        penalty: float,
        compress: bool,
        batch: bool,
        dtype: str,
    ) -> Problem:
        """The problem of a fit.

        Args:
            loss: what every sample costs.
            X: design matrix, shape (n, p), around the weighted means, with the column of ones.
            y: targets, shape (n,).
            sample_weights: how much every sample counts, shape (n,), with a mean of 1.
            penalty: the strength of the L2 penalty.
            compress: whether squared error may be replaced by the same sum over p + 1 rows.
            batch: whether a step sees some of the rows only.
            dtype: the arithmetic of the descent.

        Raises:
            InputError: if the features or the targets are too large or too small to be squared.
        """
        n, size = X.shape
        bias, moved = loss.constant(y, sample_weights), 0.0
        if loss.moves:
            moved, bias = float(bias[0]), np.zeros(1)
        targets = y - moved
        whole = loss.make(X, targets)
        if (sample_weights != 1).any():
            whole = weighted(whole, sample_weights)
        with np.errstate(over="ignore", invalid="ignore"):  # refused below
            bends = sample_weights * loss.bend(y, sample_weights)
            bowl = whole if isinstance(whole, MeanSquaredError) else bowl_over(X, bends)
            small = bowl.compressed()
            squares = float(np.mean(bends * (np.abs(targets) + np.abs(bias).max()) ** 2))
            eigenvalues = curvature(L2(small, penalty)).eigenvalues
            rows = float(np.max(bends * np.sum(X * X, axis=1))) + penalty if batch else 0.0
        steepest = max(float(eigenvalues[-1]), rows)
        columns = 2 * small.factor * np.sum(small.X**2, axis=0)
        there = np.append(X.any(axis=0), targets.any() or bias.any())
        if not holds(np.append(columns, squares)[there], dtype) or not np.isfinite(steepest):
            raise InputError(
                f"the features or the targets are too large or too small to be squared in {dtype}; rescale them first."
            )
        noise = float(np.finfo(dtype).eps) * np.sqrt(columns * squares)
        if whole is bowl and compress and n > MANY * (size + 1):
            whole = small
        constant = np.vstack([np.zeros((size - 1, len(bias))), bias]).ravel()
        objective = L2(whole, penalty) if penalty else whole
        return cls(objective, constant, moved, eigenvalues, steepest, squares, np.repeat(noise, len(bias)))

    @property
    def flattest(self) -> float:
        """The smallest curvature that is one: below rounding a direction changes no prediction, and needs no step."""
        floor = (len(self.eigenvalues) * np.finfo(np.float64).eps) ** 2 * self.eigenvalues[-1]
        return float(self.eigenvalues[self.eigenvalues > floor][0])

    @property
    def condition_number(self) -> float:
        """The steepest curvature over the flattest."""
        return float(self.eigenvalues[-1] / self.flattest)


def holds(squares: FloatArray, dtype: str) -> bool:
    """Whether squares are far enough from the ends of a dtype to be multiplied, and to leave digits when subtracted."""
    limits = np.finfo(dtype)
    small, large = float(limits.tiny) / float(limits.eps) ** 2, float(limits.max) * float(limits.eps)
    return bool(((squares > small) & (squares < large)).all())


def bowl_over(X: FloatArray, bends: FloatArray) -> MeanSquaredError:
    """A quadratic that bends everywhere as much as a loss of X w at most does: a row for every sample."""
    return MeanSquaredError(np.sqrt(bends / 2)[:, None] * X, np.zeros(len(X)))
