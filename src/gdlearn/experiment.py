"""The main job: one problem, several backends, and everything that can be said about whether they agree."""

from __future__ import annotations

import math
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from gdlearn import __version__
from gdlearn.arrays import FloatArray
from gdlearn.backends.base import Backend
from gdlearn.comparison import Comparison, compare
from gdlearn.data import Dataset
from gdlearn.difference import Difference
from gdlearn.errors import InputError
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.optimizers import GD
from gdlearn.theory import condition_number, largest_stable_learning_rate, least_squares
from gdlearn.trajectory import Outcome, Trajectory, Watch, record, replay
from gdlearn.witnesses import witnesses


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
    objective: MeanSquaredError
    optimizer: GD
    runs: tuple[Trajectory, ...]
    comparisons: tuple[Comparison, ...]
    shared: tuple[Comparison, ...]
    checks: dict[str, Difference]

    @property
    def agree(self) -> bool:
        """True if every check is within what rounding allows."""
        compared = (*self.comparisons, *self.shared)
        return all(c.agree for c in compared) and all(check.within for check in self.checks.values())

    @property
    def steps(self) -> int:
        """The number of updates N."""
        return len(self.runs[0]) - 1

    def lines(self) -> dict[str, FloatArray]:
        """The recovered weights in the original units of the data: true ones if known, least squares, every run."""
        lines = {} if self.dataset.true_weights is None else {"true": self.dataset.true_weights}
        lines["least squares"] = self.dataset.original_units(least_squares(self.objective))
        return lines | {run.label: self.dataset.original_units(run.weights[-1]) for run in self.runs}

    def summary(self) -> dict[str, Any]:
        """Every number that a report shows, and the versions it was made with, ready for JSON."""
        rows = milestones(self.steps)
        numbers: dict[str, Any] = plain(
            {
                "agree": self.agree,
                "data": {
                    "title": self.dataset.title,
                    "samples": len(self.dataset),
                    "features": self.dataset.features,
                    "target": self.dataset.target,
                    "standardised": self.dataset.scaling is not None,
                },
                "settings": {
                    "convention": self.objective.convention,
                    "dtype": self.runs[0].dtype,
                    "steps": self.steps,
                    **asdict(self.optimizer),
                },
                "theory": {
                    "largest_stable_learning_rate": largest_stable_learning_rate(self.objective),
                    "condition_number": condition_number(self.objective),
                },
                "rows": [
                    {"step": t, "backend": run.backend, "loss": run.loss[t]}
                    | {"weights": run.weights[t], "gradient": run.gradient[t]}
                    for t in rows
                    for run in self.runs
                    if t < len(run)
                ],
                "checks": {title: check.summary() for title, check in self.checks.items()},
                "weights_in_original_units": {
                    name: dict(zip(self.dataset.columns, w, strict=True)) for name, w in self.lines().items()
                },
                "versions": versions(),
            }
        )
        return numbers


def experiment(
    dataset: Dataset,
    objective: MeanSquaredError,
    start: FloatArray,
    backends: Sequence[Backend],
    optimizer: GD,
    steps: int,
    watch: Watch = iter,
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
        watch: wraps every stream of steps, for instance in a progress bar.

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
        runs.append(record(objective, start, backend, optimizer, steps, watch))
        _refuse_divergence(runs[0], objective)  # of the others it is a finding: they disagree with the first
    replays = [replay(objective, runs[0], backend, watch) for backend in backends[1:]]
    comparisons, shared = (
        tuple(compare(runs[0], other, objective, dataset.columns) for other in others) for others in (runs[1:], replays)
    )
    checks: dict[str, Difference] = {}
    for drifting, local in zip(comparisons, shared, strict=True):
        name = drifting.second.backend
        checks[f"{name}: weights at every step"] = drifting.weights
        checks[f"{name}: gradient at shared weights"] = local.gradient
        checks[f"{name}: loss at shared weights"] = local.loss
    checks |= witnesses(runs[0], objective)
    return Experiment(dataset, objective, optimizer, tuple(runs), comparisons, shared, checks)


def _refuse_divergence(run: Trajectory, objective: MeanSquaredError) -> None:
    stable, rate = largest_stable_learning_rate(objective), run.optimizer.learning_rate
    if rate > stable and run.first_increase is not None:
        raise InputError(
            f"the learning rate {rate:g} is too large for these data and the descent diverges: the loss rises above "
            f"its start at step {run.first_increase} and is {run.loss[-1]:.3g} at step {len(run) - 1}; "
            f"the largest stable learning rate here is {stable:.3g}."
        )
    if run.outcome is Outcome.DIVERGED:
        raise InputError(
            f"the loss is {run.loss[-1]} at step {len(run) - 1}: these numbers are too large for {run.dtype}; "
            "standardise the features, or scale the target down."
        )


def milestones(steps: int) -> list[int]:
    """The steps that a table shows: 0, 1, 10, 100, ... and the last.

    Examples:
        >>> milestones(250)
        [0, 1, 10, 100, 250]
    """
    return sorted({0, steps, *(10**k for k in range(len(str(steps))) if 10**k <= steps)})


def versions() -> dict[str, str]:
    """The versions of everything that had a hand in the numbers."""
    found = {"gdlearn": __version__, "python": platform.python_version()}
    for library in ("numpy", "torch", "pyarrow", "matplotlib"):
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def plain(value: Any) -> Any:
    """The same value out of lists, dictionaries, strings, Python numbers and None (for what is not finite)."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
