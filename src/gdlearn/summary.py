"""An experiment as plain numbers: every one that a report shows, and the versions they were made with."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from gdlearn.experiment import Experiment
from gdlearn.machine import versions
from gdlearn.settings import to_plain
from gdlearn.trajectory import milestones


def summary(result: Experiment) -> dict[str, Any]:
    """Every number that a report shows, and the versions it was made with, ready for JSON."""
    rows = milestones(result.steps)
    numbers: dict[str, Any] = plain(
        {
            "agree": result.agree,
            "data": {
                "title": result.dataset.title,
                "samples": getattr(result.dataset, "total", len(result.dataset)),  # of all ranks
                "features": result.dataset.features,
                "target": result.dataset.target,
                "standardised": result.dataset.scaling is not None,
            },
            "settings": {
                "objective": describe(result.objective),
                "dtype": result.runs[0].dtype,
                "steps": result.steps,
                "optimizer": to_plain(result.optimizer),
                "batches": to_plain(result.runs[0].batches),
            },
            "theory": {
                "largest_stable_learning_rate": result.stable,
                "condition_number": result.condition,
            },
            "rows": [
                {"step": t, "backend": run.backend, "loss": run.loss[t]}
                | {"weights": run.weights[t], "gradient": run.gradient[t]}
                for t in rows
                for run in result.runs
                if t < len(run)
            ],
            "checks": {title: check.summary() for title, check in result.checks.items()},
            "weights_in_original_units": {
                name: dict(zip(result.names, w, strict=True)) for name, w in result.lines().items()
            },
            "versions": versions(),
        }
    )
    return numbers


def describe(thing: Any) -> str:
    """An objective, an optimiser or batches in a few words: the name and the settings, without the data.

    Examples:
        >>> from gdlearn import GD, MeanSquaredError
        >>> describe(MeanSquaredError(np.eye(2), np.zeros(2))), describe(GD(0.1))
        ('MeanSquaredError(convention=mean)', 'GD(learning_rate=0.1)')
    """
    if isinstance(thing, float):
        return f"{thing:.4g}"
    if not is_dataclass(thing):
        return str(thing)
    settings = {field.name: getattr(thing, field.name) for field in fields(thing) if field.init}
    shown = (f"{name}={describe(value)}" for name, value in settings.items() if not hasattr(value, "shape"))
    return f"{type(thing).__name__}({', '.join(shown)})"


def plain(value: Any) -> Any:
    """The same value out of lists, dictionaries, strings, Python numbers and None (for what is not finite)."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
