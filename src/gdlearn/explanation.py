"""One step of the loop taken apart: every number of it, as one backend computes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.optimizers import GD


@dataclass(frozen=True, eq=False)
class Explanation:
    """The numbers of one step, in the order in which they come about.

    Attributes:
        backend: the name of the backend.
        method: how it gets its gradient.
        w: the weights before the update, shape (p,).
        prediction: for the first rows, shape (rows,).
        residual: prediction minus target, shape (rows,).
        loss: the loss over all n samples.
        parts: what each of the first samples adds to the gradient, shape (rows, p).
        gradient: the gradient over all n samples, shape (p,).
        delta: what is subtracted from the weights, shape (p,).
        after: the weights after the update, shape (p,).
    """

    backend: str
    method: str
    w: FloatArray
    prediction: FloatArray
    residual: FloatArray
    loss: float
    parts: FloatArray
    gradient: FloatArray
    delta: FloatArray
    after: FloatArray


def explain(objective: MeanSquaredError, w: FloatArray, backend: Backend, optimizer: GD, rows: int = 5) -> Explanation:
    r"""Take one step of gradient descent apart.

    Formula:
        A loss over samples is a sum, so the gradient is one too, and sample i alone adds
        $2c\, r_i x_{ij}$ to component j. The backend is asked for it by its own method: its gradient on that one row,
        times the factor c of n samples over that of one.

    Args:
        objective: squared error with its data on the host.
        w: the weights before the update, shape (p,).
        backend: whose numbers are wanted.
        optimizer: the update rule.
        rows: how many samples to show, at least 1; fewer if there are fewer.

    Returns:
        Every number of the step.

    Examples:
        >>> from gdlearn import get_backend
        >>> objective = MeanSquaredError(np.array([[1.0, 1.0], [2.0, 1.0]]), np.array([8.0, 13.0]))
        >>> step = explain(objective, np.array([5.0, 2.0]), get_backend("numpy"), GD(0.1))
        >>> step.residual, step.parts.sum(axis=0) == step.gradient
        (array([-1., -1.]), array([ True,  True]))
    """
    here, parameters = objective.on(backend), backend.parameters(w)
    shown = range(min(rows, len(objective)))
    head = here.rows(slice(len(shown)))

    def numbers(array: object) -> FloatArray:
        return np.asarray(backend.to_numpy(array), dtype=np.float64)

    share = objective.convention.factor(len(objective)) / objective.convention.factor(1)
    parts = [backend.loss_and_gradient(here.rows(slice(i, i + 1)), parameters)[1] for i in shown]
    loss, gradient = backend.loss_and_gradient(here, parameters)
    before = numbers(backend.snapshot(parameters))
    delta, _ = optimizer.step(gradient, optimizer.init(parameters), backend.snapshot(parameters))
    return Explanation(
        backend=backend.name,
        method=backend.method,
        w=before,
        prediction=numbers(head.predict(parameters)),
        residual=numbers(head.residual(parameters)),
        loss=float(loss),
        parts=share * np.array([numbers(part) for part in parts]),
        gradient=numbers(gradient),
        delta=numbers(delta),
        after=numbers(backend.snapshot(backend.update(parameters, delta))),
    )
