"""Are two runs the same? Yes, if all that they differ by is rounding, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gdlearn.arguments import shown
from gdlearn.arrays import FloatArray
from gdlearn.descent import FULL, check_parts
from gdlearn.difference import Difference, difference
from gdlearn.errors import InputError
from gdlearn.lazy import cached_property
from gdlearn.objectives.base import Objective
from gdlearn.optimizers import GD
from gdlearn.theory import Rounding, drift_bound, gradient_error, noise_bound
from gdlearn.trajectory import Outcome, Trajectory


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two runs, side by side.

    Attributes:
        first: the trajectory whose weights the bounds are computed at.
        second: the other one.
        objective: what both minimised.
        errors: how far their gradients may be apart at shared weights, shape (rows, p).
        gradient: the difference of the gradients, against the rounding of both at weights as far apart as they are.
        loss: the difference of the losses, likewise.
        columns: the names of the p components, for messages.
    """

    first: Trajectory
    second: Trajectory
    objective: Objective
    errors: FloatArray
    gradient: Difference
    loss: Difference
    columns: tuple[str, ...]

    @cached_property
    def _drift(self) -> tuple[FloatArray, int]:
        # Worked out when it is asked for: it may take several descents, and at shared weights nobody asks.
        return _drift(self.objective, self.first, self.errors)

    @cached_property
    def weights(self) -> Difference:
        """The difference of the weights, against the drift bound."""
        return _apart("weights", self.first, self.second, self._drift[0])

    @property
    def horizon(self) -> int:
        """The number of rows in which weights are compared; later ones amplify noise too much."""
        return self._drift[1]

    @property
    def same_end(self) -> bool:
        """True if both runs ended in the same way."""
        return self.first.outcome == self.second.outcome

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Weights, gradient and loss."""
        return self.weights, self.gradient, self.loss

    @property
    def agree(self) -> bool:
        """True if every difference is within its bound and both runs ended in the same way."""
        return self.same_end and not self._outside

    def __str__(self) -> str:
        """The verdict in one or two sentences, with the numbers behind it."""
        pair = f"{self.first.label} and {self.second.label}"
        if not self.same_end:
            ends = " and ".join(
                f"{run.label}: {run.outcome} after {len(run)} rows" for run in (self.first, self.second)
            )
            return f"{pair} do not agree: they ended differently ({ends})."
        if self.agree:
            closest = max(self.differences, key=lambda d: d.share)
            rows = len(self.weights.size)
            chaos = "" if self.horizon == rows else f" (weights up to step {self.horizon}; then noise grows too fast)"
            return f"{pair} agree in all {rows} rows{chaos}. Closest to its bound: {self._at(closest)}."
        # The step that exceeds first is the cause; those after it may only be its consequences.
        return f"{pair} do not agree: {self._at(min(self._outside, key=lambda d: d.first_excess or (0, 0)))}."

    @property
    def _outside(self) -> list[Difference]:
        return [d for d in self.differences if not d.within]

    def _at(self, difference: Difference) -> str:
        return difference.sentence(self.columns)


def compare(first: Trajectory, second: Trajectory, objective: Objective, columns: tuple[str, ...] = ()) -> Comparison:
    r"""Compare two runs of the same descent, step by step, with bounds computed from dtype, n, p, data and steps.

    Formula:
        With $B$ and $B_L$ the rounding bounds of one gradient and one loss, and $\bar g$, $\bar L$ the formulas of the
        objective in float64, at every step

        $$|g - g'| \le B(w) + B(w') + |\bar g(w) - \bar g(w')|, \qquad
          |L - L'| \le B_L(w) + B_L(w') + |\bar L(w) - \bar L(w')|$$

        so that a gradient is judged by itself, however far the runs have drifted apart by then. The weights may drift
        as far as `gdlearn.theory.drift_bound` (gradient descent on a quadratic objective) or
        `gdlearn.theory.noise_bound` (everything else) says.

    Args:
        first: a trajectory on `objective`.
        second: another one, from the same start, with the same optimiser, batches and dtype.
        objective: what both minimised, with its data on the host.
        columns: the names of the p components; `w0, w1, ...` if left out.

    Returns:
        The differences and their bounds; `print` shows the verdict, `.agree` is the verdict.

    Raises:
        InputError: if the two were not made with the same dtype, optimiser, batches, start and number of weights.

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
    _check_comparable(first, second, objective)
    rows = min(len(first), len(second))
    if Outcome.DIVERGED in (first.outcome, second.outcome):
        rows = max(1, rows - 1)  # the last row holds the overflow itself
    local = [_allowed(bounds, first, second, t) for t, bounds in enumerate(_bounds(objective, first, rows))]
    errors, gradient_bound, loss_bound = (np.array(column) for column in zip(*local, strict=True))
    return Comparison(
        first,
        second,
        objective,
        errors,
        gradient=_apart("gradient", first, second, gradient_bound),
        loss=_apart("loss", first, second, loss_bound),
        columns=columns or tuple(f"w{j}" for j in range(objective.size)),
    )


def _apart(quantity: str, first: Trajectory, second: Trajectory, bound: FloatArray) -> Difference:
    """How far two runs are apart in one quantity, in as many rows as there are bounds."""
    rows = len(bound)
    a, b = (getattr(run, quantity)[:rows].reshape(rows, -1) for run in (first, second))
    return difference(quantity, a, b, bound.reshape(rows, -1), first.dtype)


def _bounds(objective: Objective, run: Trajectory, rows: int) -> Iterator[Rounding]:
    """The rounding bounds of the objective on the rows of every step; the same ones if all rows are always used."""
    whole = Rounding(objective, run.dtype)
    for index in islice(run.batches(len(objective)), rows):
        yield whole if index is None else Rounding(objective.rows(index), run.dtype)


def _allowed(rounding: Rounding, first: Trajectory, second: Trajectory, t: int) -> tuple[FloatArray, FloatArray, float]:
    """At step t: how far two gradients at shared weights may be apart, and gradient and loss where the runs are."""
    w, other = first.weights[t], second.weights[t]
    errors = gradient_error(first.method, rounding, w) + gradient_error(second.method, rounding, other)
    loss = rounding.loss(w) + rounding.loss(other)
    if (w == other).all():
        return errors, errors, loss
    there, here = (rounding.seen.loss_and_gradient(place) for place in (w, other))
    return errors, errors + np.abs(there[1] - here[1]), float(loss + abs(there[0] - here[0]))


def _drift(objective: Objective, run: Trajectory, errors: FloatArray) -> tuple[FloatArray, int]:
    """How far the weights may drift apart: by theory where there is one, measured with noise where there is none."""
    rows = len(errors)
    weights = run.weights[:rows]
    if isinstance(run.optimizer, GD) and run.batches == FULL and objective.quadratic:
        rates = np.array([run.optimizer.rate(t) for t in range(rows)])
        return drift_bound(objective, weights, rates, errors, run.dtype), rows
    return noise_bound(objective, weights, run.optimizer, run.batches, errors, run.dtype)


def _check_comparable(first: Trajectory, second: Trajectory, objective: Objective) -> None:
    """Two runs of different descents differ for good reasons; say which."""
    for which, run in (("first", first), ("second", second)):
        if not isinstance(run, Trajectory):
            raise InputError(f"{which} is {shown(run)}; it must be a Trajectory, such as gdlearn.record returns.")
    for name in ("dtype", "optimizer", "batches"):
        a, b = getattr(first, name), getattr(second, name)
        if a != b:
            raise InputError(f"the two runs have different settings, {name} {a} and {b}; compare runs of one descent.")
    if first.weights.shape[1] != second.weights.shape[1] or (first.weights[0] != second.weights[0]).any():
        raise InputError("the two runs start at different weights; give both the same start.")
    check_parts(objective=objective)
    if objective.size != first.weights.shape[1]:
        raise InputError(
            f"the objective has {objective.size} weights and the runs have {first.weights.shape[1]}; give the "
            "objective that they minimised."
        )
