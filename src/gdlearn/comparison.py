"""Are two runs the same? Yes, if all that they differ by is rounding, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.difference import Difference, difference
from gdlearn.errors import InputError
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.theory.curvature import curvature
from gdlearn.theory.drift import drift_bound
from gdlearn.theory.rounding import Rounding
from gdlearn.trajectory import Outcome, Trajectory


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two runs, side by side.

    Attributes:
        first: the trajectory whose weights the bounds are computed at.
        second: the other one.
        weights: the difference of the weights, against the drift bound.
        gradient: the difference of the gradients, against the rounding of both at weights as far apart as they are.
        loss: the difference of the losses, likewise.
        columns: the names of the p components, for messages.
    """

    first: Trajectory
    second: Trajectory
    weights: Difference
    gradient: Difference
    loss: Difference
    columns: tuple[str, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Weights, gradient and loss."""
        return self.weights, self.gradient, self.loss

    @property
    def agree(self) -> bool:
        """True if every difference is within its bound and both runs ended in the same way."""
        return self.first.outcome == self.second.outcome and not self._outside

    def __str__(self) -> str:
        """The verdict in one or two sentences, with the numbers behind it."""
        pair = f"{self.first.label} and {self.second.label}"
        if self.first.outcome != self.second.outcome:
            ends = " and ".join(
                f"{run.label}: {run.outcome} after {len(run)} rows" for run in (self.first, self.second)
            )
            return f"{pair} do not agree: they ended differently ({ends})."
        if self.agree:
            closest = max(self.differences, key=lambda d: d.share)
            return f"{pair} agree in all {len(self.weights.size)} rows. Closest to its bound: {self._at(closest)}."
        # The step that exceeds first is the cause; those after it may only be its consequences.
        return f"{pair} do not agree: {self._at(min(self._outside, key=lambda d: d.first_excess or (0, 0)))}."

    @property
    def _outside(self) -> list[Difference]:
        return [d for d in self.differences if not d.within]

    def _at(self, difference: Difference) -> str:
        return difference.sentence(self.columns)


def compare(
    first: Trajectory, second: Trajectory, objective: MeanSquaredError, columns: tuple[str, ...] = ()
) -> Comparison:
    r"""Compare two runs of the same descent, step by step, with bounds computed from dtype, n, p, data and steps.

    Formula:
        Weights: `gdlearn.theory.drift_bound`. At every step, with $d = |w - w'|$ the measured difference of the
        weights, and $B$, $B_L$ the rounding bounds of one gradient and one loss:

        $$|g - g'| \le 2B + |H|\,d, \qquad |L - L'| \le 2 B_L + |g|\cdot d + \tfrac12 \lambda_{\max} |d|^2$$

        so that a gradient is judged by itself, however far the runs have drifted apart by then.

    Args:
        first: a trajectory of gradient descent on `objective`.
        second: another one, from the same start, with the same optimiser and dtype.
        objective: what both minimised, with its data on the host.
        columns: the names of the p components; `w0, w1, ...` if left out.

    Returns:
        The differences and their bounds; `print` shows the verdict, `.agree` is the verdict.

    Raises:
        InputError: if the two were not made with the same dtype, optimiser, start and number of weights.

    Examples:
        >>> import gdlearn as gd
        >>> data = gd.line()
        >>> objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
        >>> numpy, torch = (
        ...     gd.record(objective, start, gd.get_backend(name), gd.GD(0.01), steps=100) for name in ("numpy", "torch")
        ... )
        >>> compare(numpy, torch, objective).agree
        True
    """
    _check_comparable(first, second)
    rows = min(len(first), len(second))
    if Outcome.DIVERGED in (first.outcome, second.outcome):
        rows = max(1, rows - 1)  # the last row holds the overflow itself
    w, g = first.weights[:rows], first.gradient[:rows]
    apart = np.abs(w - second.weights[:rows])
    rounding = Rounding(objective, first.dtype)
    eigenvalues, vectors = curvature(objective)
    abs_H = np.abs((vectors * eigenvalues) @ vectors.T)

    drift = drift_bound(objective, w, first.optimizer.learning_rate, first.dtype)
    gradient_bound = np.array([2 * rounding.gradient(row) for row in w]).reshape(w.shape) + apart @ abs_H
    loss_bound = np.array([2 * rounding.loss(row) for row in w])
    loss_bound += (np.abs(g) * apart).sum(axis=1) + eigenvalues[-1] / 2 * (apart**2).sum(axis=1)

    def apart_in(quantity: str, bound: FloatArray) -> Difference:
        a, b = (getattr(run, quantity)[:rows].reshape(rows, -1) for run in (first, second))
        return difference(quantity, a, b, bound.reshape(rows, -1), first.dtype)

    return Comparison(
        first,
        second,
        weights=apart_in("weights", drift),
        gradient=apart_in("gradient", gradient_bound),
        loss=apart_in("loss", loss_bound),
        columns=columns or tuple(f"w{j}" for j in range(objective.size)),
    )


def _check_comparable(first: Trajectory, second: Trajectory) -> None:
    """Two runs of different descents differ for good reasons; say which."""
    for name in ("dtype", "optimizer"):
        a, b = getattr(first, name), getattr(second, name)
        if a != b:
            raise InputError(f"the two runs have different settings, {name} {a} and {b}; compare runs of one descent.")
    if first.weights.shape[1] != second.weights.shape[1] or (first.weights[0] != second.weights[0]).any():
        raise InputError("the two runs start at different weights; give both the same start.")
