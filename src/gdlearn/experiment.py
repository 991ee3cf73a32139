"""The main job: one problem, several backends, and everything that can be said about whether they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.batches import Batches
from gdlearn.comparison import Comparison, compare
from gdlearn.data import Dataset
from gdlearn.descent import FULL
from gdlearn.difference import Difference
from gdlearn.errors import InputError
from gdlearn.lazy import cached_property
from gdlearn.objectives import L2, MeanSquaredError, Objective
from gdlearn.optimizers import GD, Optimizer
from gdlearn.theory import condition_number, largest_stable_learning_rate, least_squares
from gdlearn.trajectory import Outcome, Trajectory, Watch, record, replay
from gdlearn.witnesses import against_all_rows, witnesses


@dataclass(frozen=True, eq=False)
class Experiment:
    """One problem, run on several backends from the same start.

    Attributes:
        dataset: the data.
        objective: what was minimised.
        optimizer: the update rule with its settings.
        runs: one trajectory for each backend.
        comparisons: every run but the first, against the first.
        shared: the same, with the gradients of both taken at the weights of the first run.
        checks: all that was held against the first run, by title: the other runs, their gradients and losses at shared
            weights, and the witnesses.
    """

    dataset: Dataset
    objective: Objective
    optimizer: Optimizer
    runs: tuple[Trajectory, ...]
    comparisons: tuple[Comparison, ...]
    shared: tuple[Comparison, ...]
    checks: dict[str, Difference]

    @property
    def agree(self) -> bool:
        """True if every check is within what rounding allows."""
        # At shared weights there is no drift to judge: what `shared` found stands among the checks, but for the end.
        ends = all(c.same_end for c in self.shared)
        return ends and all(c.agree for c in self.comparisons) and all(c.within for c in self.checks.values())

    @property
    def steps(self) -> int:
        """The number of updates N."""
        return len(self.runs[0]) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the p components of w."""
        return components(self.dataset, self.objective)

    @property
    def quadratic(self) -> bool:
        """True if the loss is quadratic: its curvature is the same everywhere, and the minimum has a formula."""
        return self.objective.quadratic

    @property
    def local(self) -> bool:
        """True if the curvature is only known at the start."""
        inner = self.objective.objective if isinstance(self.objective, L2) else self.objective
        return not self.quadratic and math.isinf(inner.bend)

    @cached_property
    def stable(self) -> float:
        """The largest stable learning rate; where the curvature is `local`, near the start."""
        return largest_stable_learning_rate(self.objective, self.runs[0].weights[0])

    @cached_property
    def condition(self) -> float:
        """The condition number; of a loss that is not quadratic, near the start."""
        return condition_number(self.objective, self.runs[0].weights[0])

    def lines(self) -> dict[str, FloatArray]:
        """The recovered weights: true ones if known, the exact minimum if there is a formula, every run.

        They are in the original units of the data, if there is one weight for every column.
        """
        linear, lines = self.objective.size == len(self.dataset.columns), {}
        if self.dataset.true_weights is not None and linear:
            lines["true"] = self.dataset.true_weights
        name = "least squares" if isinstance(self.objective, MeanSquaredError) else "minimum"
        found = {name: least_squares(self.objective)} if self.quadratic else {}
        found |= {run.label: run.weights[-1] for run in self.runs}
        return lines | {name: self.dataset.original_units(w) if linear else w for name, w in found.items()}


def experiment(
    dataset: Dataset,
    objective: Objective,
    start: FloatArray,
    backends: Sequence[Backend],
    optimizer: Optimizer,
    steps: int,
    batches: Batches = FULL,
    watch: Watch = iter,
    whole: Objective | None = None,
) -> Experiment:
    """Run one problem on every backend, and hold the results against each other and against two witnesses.

    The witnesses share no code with the backends: central differences of the loss, which know no calculus, and the
    closed form of the whole trajectory, which knows no loop.

    Args:
        dataset: the data, for names and units.
        objective: what is minimised, on that data.
        start: the starting weights, shape (p,).
        backends: one or more, all of the same dtype; the others are compared with the first.
        optimizer: the update rule.
        steps: the number of updates N, 0 or more.
        batches: which rows are used at which step; all of them at every step, if left out.
        watch: wraps every stream of steps, for instance in a progress bar.
        whole: the objective over all rows, if `objective` is what `compressed()` made of it; the two are compared too.

    Returns:
        The runs, the comparisons, and all checks.

    Raises:
        InputError: if the descent diverges; the sentence says at which step, and the largest stable learning rate.

    Examples:
        >>> import gdlearn as gd
        >>> data = gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> result = experiment(data, objective, gd.starting_weights(2), [gd.get_backend("numpy")], gd.GD(0.01), 10)
        >>> list(result.checks)
        ['central differences: gradient', 'closed form: weights']
    """
    runs: list[Trajectory] = []
    for backend in backends:
        runs.append(record(objective, start, backend, optimizer, steps, batches, watch))
        if len(runs) == 1:  # of the others divergence is a finding: they disagree with the first
            _refuse_divergence(runs[0], objective)
    names = components(dataset, objective)
    replays = [replay(objective, runs[0], backend, watch) for backend in backends[1:]]
    comparisons, shared = (
        tuple(compare(runs[0], other, objective, names) for other in others) for others in (runs[1:], replays)
    )
    backend_names = [run.backend for run in runs]
    checks: dict[str, Difference] = {}
    for drifting, local in zip(comparisons, shared, strict=True):
        run = drifting.second
        name = run.backend if backend_names.count(run.backend) == 1 else run.label
        checks[f"{name}: weights, every step"] = drifting.weights
        checks[f"{name}: gradient, shared weights"] = local.gradient
        checks[f"{name}: loss, shared weights"] = local.loss
    checks |= witnesses(runs[0], objective)
    if whole is not None:
        checks |= against_all_rows(runs[0], whole, objective)
    return Experiment(dataset, objective, optimizer, tuple(runs), comparisons, shared, checks)


def _refuse_divergence(run: Trajectory, objective: Objective) -> None:
    rate = getattr(run.optimizer, "rate", lambda _: 0.0)(0)
    end = f"{run.loss[-1]:.3g} at step {len(run) - 1}"
    climbs = run.first_increase is not None and isinstance(run.optimizer, GD) and objective.quadratic
    if climbs and rate > (stable := largest_stable_learning_rate(objective)):
        raise InputError(
            f"the learning rate {rate:g} is too large for these data and the descent diverges: the loss rises above "
            f"its start at step {run.first_increase} and is {end}; the largest stable learning rate here is "
            f"{stable:.3g}."
        )
    if run.outcome is Outcome.DIVERGED and len(run) > 1:
        raise InputError(f"the descent diverges: the loss is {end}; take a smaller learning rate than {rate:g}.")
    if run.outcome is Outcome.DIVERGED:
        raise InputError(
            f"the loss is {end}: these numbers are too large for {run.dtype}; standardise the features, or scale the "
            "target down."
        )


def components(dataset: Dataset, objective: Objective) -> tuple[str, ...]:
    """The names of the p components of w: those of the columns, if there is one weight for each."""
    if objective.size == len(dataset.columns):
        return dataset.columns
    return tuple(f"w{j}" for j in range(objective.size))
