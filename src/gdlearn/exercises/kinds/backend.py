"""Exercises whose answer is a backend: it must pass all that `gdlearn.testing.check_backend` asks."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.learner import Learner

if TYPE_CHECKING:
    from gdlearn.exercises.exercise import Exercise

SHOWN = 3  # failed checks that are told in full


def check_backend(learner: Learner, exercise: Exercise) -> Diagnosis:
    """Run the learner's class through all checks.

    Option of the manifest: `known`, {id of a mistake: ids of the checks that it fails}. A mistake is named if exactly
    these fail.
    """
    found = learner.inside(f"{__name__}:try_backend", name=exercise.functions[0])
    failed: dict[str, str] = found["failed"]
    if not failed:
        return Diagnosis(True, (), f"Your backend passes all {found['checks']} checks.", found)
    first = [f"{check}: {said}" for check, said in failed.items()][:SHOWN]
    more = [f"... and {len(failed) - SHOWN} more."] if len(failed) > SHOWN else []
    measured = "\n".join([f"{len(failed)} of {found['checks']} checks fail.", *first, *more])
    for mistake, checks in exercise.options.get("known", {}).items():
        if set(checks) == set(failed):
            return exercise.named((mistake,), measured, **found)
    return Diagnosis(False, (), measured, found)


def try_backend(learner: ModuleType, *, name: str) -> dict[str, Any]:
    """Run a class through `check_backend`; this happens where the learner's program is.

    Returns:
        "checks", how many there are, and "failed", {id of a check: what it found}.
    """
    from gdlearn import testing

    backend = getattr(learner, name)
    _one_step(backend())
    report = testing.check_backend(backend)
    failed = {record.check: f"{record.subject}: {record.sentence}" for record in report.failures}
    return {"checks": len({record.check for record in report}), "failed": failed}


def _one_step(backend: Any) -> None:
    """One step of a descent: what is still to do, or raises, is told with its line and not as many failed checks."""
    import numpy as np

    from gdlearn.objectives import MeanSquaredError

    objective = MeanSquaredError(np.array([[1.0, 1.0], [3.0, 1.0], [4.0, 1.0]]), np.array([2.0, 0.0, 5.0])).on(backend)
    w = backend.parameters([0.5, -1.0])
    _, gradient = backend.loss_and_gradient(objective, w)
    backend.snapshot(backend.update(w, gradient))
