"""The descent of a fit: until the gradient is a small share of what it was, or the iterations are used up."""

from __future__ import annotations

from itertools import islice
from math import inf, isfinite
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.batches import Batches, steps_per_epoch
from gdlearn.descent import FULL, descend
from gdlearn.estimators.problem import Problem
from gdlearn.optimizers import Optimizer


class Walk(NamedTuple):
    """How a descent went.

    Attributes:
        w: the weights at its end, shape (p,).
        losses: the loss over all rows before every iteration, and at the end.
        left: the length of the gradient at the end, in that at the best constant; what is rounding alone counts as 0.
        arrived: whether this is at most the tolerance.
        slipped: whether a step gained too little for its length, so that it was too long.
    """

    w: FloatArray
    losses: FloatArray
    left: float
    arrived: bool
    slipped: bool

    @property
    def diverged(self) -> bool:
        """Whether the loss ended above its start, or was no finite number any more, or a step was too long."""
        first, last = self.losses[0], self.losses[-1]
        return self.slipped or not (isfinite(last) and (self.arrived or last <= first + 1e-6 * abs(first)))


def walk(
    problem: Problem,
    start: FloatArray,
    backend: Backend,
    rule: Optimizer,
    batches: Batches,
    iterations: int,
    tolerance: float,
    rate: float | None = None,
) -> Walk:
    r"""Descend from `start`.

    Formula:
        Where the loss bends by at most $1/\eta$, a step of gradient descent gains at least what this line says:

        $$L(w_{t+1}) \le L(w_t) - \tfrac{\eta}{2} |\nabla L(w_t)|^2$$

    Args:
        problem: what is descended on.
        start: the weights to begin with, shape (p,).
        backend: how the gradient is obtained.
        rule: what is made of the gradient.
        batches: which rows a step uses; an iteration uses each row once.
        iterations: the most of them, 1 or more.
        tolerance: the descent has arrived where the gradient is at most this share of that at the best constant.
        rate: the rate eta of gradient descent, if it is to end at a step that gains less than that; else None.

    Source:
        Nesterov, Lectures on Convex Optimization, 2nd ed., theorem 2.1.5.
    """
    objective = problem.objective
    whole = objective.on(backend)
    every = 1 if batches is FULL else steps_per_epoch(len(objective), batches.size)  # type: ignore[attr-defined]  # Shuffled

    def look(w: FloatArray) -> tuple[Any, Any]:
        return backend.loss_and_gradient(whole, backend.parameters(w))

    def slope(gradient: Any) -> float:
        g = np.asarray(backend.to_numpy(gradient), dtype=np.float64)
        return length(np.where(np.abs(g) <= problem.noise, 0.0, g))

    losses, gained, slack = [], -inf, len(objective) * float(np.finfo(backend.dtype).eps) * problem.size
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging descent overflows, and `diverged` says so
        at_constant = slope(look(problem.constant)[1])
        steps = descend(objective, start, backend, rule, batches)
        for step in islice(steps, 0, iterations * every + 1, every):
            w = backend.to_numpy(step.w)
            loss, gradient = (step.loss, step.gradient) if batches is FULL else look(w)
            losses.append(float(loss))
            left = slope(gradient)
            arrived = left <= tolerance * at_constant
            slipped = losses[-1] > losses[-2:][0] - gained + slack
            if arrived or slipped or not (isfinite(losses[-1]) and isfinite(left)):
                break
            gained = rate / 2 * left**2 if rate else -inf
    share = left / at_constant if at_constant else 0.0
    return Walk(w.astype(np.float64), np.array(losses), share, arrived, slipped)


def length(gradient: FloatArray) -> float:
    """The length of a gradient (p,), from components in units of the largest: no square of a small one is lost."""
    largest = float(np.abs(gradient).max())
    return largest * float(np.linalg.norm(gradient / largest)) if isfinite(largest) and largest > 0 else largest
