"""Checks of an objective: what it hands out, and what it leaves behind."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.arrays import frozen
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.objectives.base import Objective
from gdlearn.testing.objective_rows import ObjectiveCandidate
from gdlearn.testing.report import expect

HOST32 = NumpyBackend("float32")


def keeps_float32(candidate: ObjectiveCandidate) -> str:
    """Float32 data and weights give a float32 loss, gradient and prediction."""
    here, w = candidate.objective.on(HOST32), candidate.start.astype("float32")
    loss, gradient = here.loss_and_gradient(w)
    found = {"loss": here.loss(w), "gradient": here.gradient(w), "prediction": here.predict(w)}
    found |= {"loss of loss_and_gradient": loss, "gradient of loss_and_gradient": gradient}
    for name, array in found.items():
        expect(array.dtype == np.float32, f"of float32 data and weights, the {name} is {array.dtype}.")
    return "of float32 data and weights, loss, gradient and prediction are float32."


def writes_into_nothing(candidate: ObjectiveCandidate) -> str:
    """Data and weights are the same before and after; read-only ones will do."""
    objective, w = candidate.objective.on(NumpyBackend()), candidate.start.copy()
    before = {name: value.copy() for name, value in _arrays(objective).items()}
    for call in (objective.loss, objective.gradient, objective.loss_and_gradient, objective.predict):
        call(w)
        for name, value in _arrays(objective).items():
            expect(np.array_equal(value, before[name]), f"{call.__name__} writes into {name}.")
        expect(np.array_equal(w, candidate.start), f"{call.__name__} writes into the weights.")
    objective.loss_and_gradient(frozen(w))
    return f"loss, gradient and prediction write into none of {', '.join([*before, 'w'])}."


def _arrays(objective: Any) -> dict[str, Any]:
    """The NumPy arrays that an objective holds, also those of an objective inside."""
    found = {name: value for name, value in vars(objective).items() if isinstance(value, np.ndarray)}
    for value in vars(objective).values():
        found |= _arrays(value) if isinstance(value, Objective) else {}
    return found


def same_answer_twice(candidate: ObjectiveCandidate) -> str:
    """Loss and gradient are functions of the weights and of nothing else."""
    objective, (first, other, *_) = candidate.objective, candidate.cases
    loss, gradient = objective.loss_and_gradient(first.w)
    kept = np.array(gradient)
    objective.loss_and_gradient(other.w)
    expect((gradient == kept).all(), f"the gradient that it had handed out was {kept} and became {gradient}.")
    again = objective.loss_and_gradient(first.w)
    expect(again[0] == loss, f"asked again at the same place, the loss is {again[0]:.17g} instead of {loss:.17g}.")
    expect((again[1] == kept).all(), f"asked again at the same place, the gradient is {again[1]} instead of {kept}.")
    return "asked again, after another place, it says the same to the last bit."
