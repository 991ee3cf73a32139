"""What a user writes; strict type checkers must accept all of it, against the installed package."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import assert_type

import numpy as np
from numpy.typing import NDArray

import gdlearn as gd
from gdlearn.exercises import check_file, find
from gdlearn.testing import Report, check_backend, check_gradient
from gdlearn.theory import Rounding, condition_number, largest_stable_learning_rate


def two_ways(file: Path) -> gd.Comparison:
    """The main job, as a library."""
    data = gd.read_dataset(file, target="y")
    assert_type(data, gd.Dataset)
    objective = gd.L2(gd.MeanSquaredError(data.X, data.y, gd.Convention.HALF_MEAN), strength=0.1)
    start = gd.starting_weights(size=objective.size, seed=1)
    rate = 0.5 * largest_stable_learning_rate(objective)
    runs = [
        gd.record(objective, start, gd.get_backend(name, dtype="float64"), gd.GD(gd.Cosine(rate, 100)), steps=100)
        for name in ("numpy", "torch")
    ]
    assert_type(runs[0].weights, NDArray[np.float64])
    runs[0].save(file.with_suffix(".npz"))
    assert_type(gd.Trajectory.load(file.with_suffix(".npz")).outcome, gd.Outcome)
    return gd.compare(runs[0], runs[1], objective)


def losses(objective: gd.Objective, optimizer: gd.Optimizer) -> Iterator[float]:
    """The loop, step by step."""
    start = [0.0] * objective.size
    for step in islice(gd.descend(objective, start, gd.get_backend("numpy"), optimizer, gd.Shuffled(8)), 10):
        assert_type(step, gd.Step)
        yield float(step.loss)


def derived(X: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> NDArray[np.float64]:
    """A learner's gradient."""
    gradient: NDArray[np.float64] = 2 / len(y) * X.T @ (X @ w - y)
    return gradient


def verdicts() -> list[bool]:
    """Diagnosis, exercises, conformance, theory."""
    diagnosis = gd.diagnose(derived)
    assert_type(diagnosis, gd.Diagnosis)
    exercise = find("gradient-loop")
    reports = [check_backend("numpy"), check_gradient(lambda w: w @ w, lambda w: 2 * w, [1.0, 2.0])]
    assert_type(reports, list[Report])
    objective = gd.MeanSquaredError(np.eye(2), np.ones(2))
    bound = Rounding(objective, "float32").gradient(np.ones(2))
    assert_type(bound, NDArray[np.float64])
    assert_type(condition_number(objective), float)
    return [diagnosis.ok, check_file(exercise, exercise.solution).ok, *(report.ok for report in reports)]


def what_is_there() -> list[str]:
    """Every error of the package can be caught at its root."""
    try:
        return [backend.install for backend in gd.available_backends() if not backend.installed]
    except gd.GdlearnError as error:
        return [str(error)]
