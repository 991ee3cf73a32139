"""Are two runs the same? Yes, if they differ by rounding, and the size of rounding is computed, not guessed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdlearn.data import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.theory.curvature import curvature
from gdlearn.theory.drift import drift_bound
from gdlearn.theory.rounding import Rounding, unit_roundoff
from gdlearn.trajectory import Outcome, Trajectory


@dataclass(frozen=True, eq=False)
class Difference:
    """How one quantity differs between two runs, step by step, and how much rounding allows.

    Attributes:
        quantity: "weights", "gradient" or "loss".
        size: the absolute difference, shape (rows, components).
        bound: the largest difference that rounding allows, same shape.
        eps: one eps in the unit of the quantity: the spacing of floating-point numbers next to 1, times the largest
            value of the quantity in the run.
    """

    quantity: str
    size: FloatArray
    bound: FloatArray
    eps: float

    @property
    def within(self) -> bool:
        """True if no component of any step exceeds its bound; a difference that is not a number exceeds every bound."""
        return self.first_excess is None

    @property
    def first_excess(self) -> tuple[int, int] | None:
        """The first step, and the component, that exceed the bound; None if all are within."""
        outside = np.argwhere(~(self.size <= self.bound))
        return (int(outside[0, 0]), int(outside[0, 1])) if len(outside) else None

    @property
    def largest(self) -> tuple[int, int]:
        """The step and the component where the difference is largest."""
        return self._where(np.where(np.isnan(self.size), np.inf, self.size))

    @property
    def tightest(self) -> tuple[int, int]:
        """The step and the component where the difference comes closest to its bound."""
        share = np.divide(self.size, self.bound, out=np.zeros_like(self.size), where=self.bound > 0)
        return self._where(np.where(np.isnan(share), np.inf, share))

    def in_eps(self, values: FloatArray | float) -> FloatArray:
        """Absolute values of this quantity, in units of eps."""
        return np.asarray(values) / self.eps

    def _where(self, values: FloatArray) -> tuple[int, int]:
        row, column = np.unravel_index(int(np.argmax(values)), values.shape)
        return int(row), int(column)


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
        return self.first.outcome == self.second.outcome and all(d.within for d in self.differences)

    def __str__(self) -> str:
        """The verdict in one or two sentences, with the numbers behind it."""
        pair = f"{self.first.label} and {self.second.label}"
        if self.first.outcome != self.second.outcome:
            ends = " and ".join(
                f"{run.label}: {run.outcome} after {len(run)} rows" for run in (self.first, self.second)
            )
            return f"{pair} do not agree: they ended differently ({ends})."
        if self.agree:
            parts = "; ".join(
                f"{d.quantity} {self._eps(d, d.size[d.largest])} (bound there {self._eps(d, d.bound[d.largest])})"
                for d in self.differences
            )
            return f"{pair} agree in all {len(self.weights.size)} rows. Largest differences: {parts}."
        # The step that exceeds first is the cause; those after it may only be its consequences.
        worst = min((d for d in self.differences if not d.within), key=lambda d: d.first_excess or (0, 0))
        t, j = worst.first_excess or (0, 0)
        component = f" of {self.columns[j]!r}" if worst is not self.loss else ""
        size, bound = worst.size[t, j], worst.bound[t, j]
        return (
            f"{pair} do not agree: at step {t} the {worst.quantity}{component} differs by {size:.3g}, "
            f"that is {self._eps(worst, size)}, and rounding allows {bound:.3g} ({self._eps(worst, bound)})."
        )

    @staticmethod
    def _eps(difference: Difference, value: float) -> str:
        return f"{float(difference.in_eps(value)):.3g} eps"


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
        rows -= 1  # the last row holds the overflow itself
    w, g = first.weights[:rows], first.gradient[:rows]
    apart = np.abs(w - second.weights[:rows])
    rounding = Rounding(objective, first.dtype)
    eigenvalues, vectors = curvature(objective)
    abs_H = np.abs((vectors * eigenvalues) @ vectors.T)

    drift = drift_bound(objective, w, first.optimizer.learning_rate, first.dtype)
    gradient_bound = np.array([2 * rounding.gradient(row) for row in w]).reshape(w.shape) + apart @ abs_H
    loss_bound = np.array([2 * rounding.loss(row) for row in w])
    loss_bound += (np.abs(g) * apart).sum(axis=1) + eigenvalues[-1] / 2 * (apart**2).sum(axis=1)

    def difference(quantity: str, bound: FloatArray) -> Difference:
        a, b = (getattr(run, quantity)[:rows].reshape(rows, -1) for run in (first, second))
        eps = 2 * unit_roundoff(first.dtype) * (np.abs(a).max(initial=0.0) or 1.0)
        return Difference(quantity, np.abs(a - b), bound.reshape(rows, -1), float(eps))

    return Comparison(
        first,
        second,
        weights=difference("weights", drift),
        gradient=difference("gradient", gradient_bound),
        loss=difference("loss", loss_bound),
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
