"""What a backend should answer, and how far from it rounding may lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.backends.base import Backend
from gdlearn.difference import short
from gdlearn.objectives.base import Objective
from gdlearn.testing.problems import Case
from gdlearn.testing.report import CheckError
from gdlearn.theory import Rounding, gradient_error


class Answer(NamedTuple):
    """A loss and a gradient on the host, in float64, which holds float32 exactly.

    Attributes:
        loss: the loss.
        gradient: shape (p,).
    """

    loss: float
    gradient: FloatArray


class Truth(NamedTuple):
    """The right answer, and how far a right program may be from it.

    Attributes:
        loss: the loss.
        gradient: shape (p,).
        loss_bound: how far a loss may be off, absolute.
        gradient_bound: how far each component may be off, shape (p,).
    """

    loss: float
    gradient: FloatArray
    loss_bound: float
    gradient_bound: FloatArray


@cache
def truth(case: Case, dtype: str, method: str = "") -> Truth:
    """The formulas of an objective in float64, on the data and weights as a program of that dtype was given them.

    Formula:
        The bounds are $2B$: one $B$ for the program, one for the formula that it is held against.

    Args:
        case: objective and place.
        dtype: the arithmetic of the program under test.
        method: how that program gets its gradient; central differences have an error of their own.
    """
    rounding, w = Rounding(case.objective, dtype), case.w.astype(dtype).astype(np.float64)
    loss, gradient = rounding.seen.loss_and_gradient(w)
    bound = rounding.gradient(w) + gradient_error(method, rounding, w)
    return Truth(float(loss), gradient, 2 * rounding.loss(w), bound)


def ask(backend: Backend, objective: Objective, w: Any) -> Answer:
    """The answer of a backend for an objective and weights on the host."""
    return host(backend, *backend.loss_and_gradient(objective.on(backend), backend.parameters(w)))


def host(backend: Backend, loss: Any, gradient: Any) -> Answer:
    """An answer on the host. Shapes are not checked here, but in a check of their own."""
    first, slopes = (np.asarray(backend.to_numpy(array), dtype=np.float64).ravel() for array in (loss, gradient))
    return Answer(float(first[0]), slopes)


@dataclass
class Tally:
    """Counts comparisons and remembers the closest one; the first that is too far off ends the check.

    Attributes:
        count: how many numbers were compared.
        share: the largest difference so far, as a share of what is allowed.
        where: in which problem that was.
    """

    count: int = 0
    share: float = 0.0
    where: str = ""
    problems: list[str] = field(default_factory=list)

    def compare(self, case: str, quantity: str, found: Any, right: Any, allowed: Any) -> None:
        """Hold numbers against the right ones.

        Raises:
            CheckError: if one is further off than allowed, or not a number; the sentence names the first.
        """
        found, right, allowed = np.broadcast_arrays(*(np.atleast_1d(np.asarray(a)) for a in (found, right, allowed)))
        size = np.where(found == right, 0.0, np.abs(found - right))  # equal infinities are equal
        for j in np.flatnonzero(~(size <= allowed)):
            which = f"{quantity}[{j}]" if len(found) > 1 else f"the {quantity}"
            raise CheckError(
                f"on {case}, {which} is {found[j]:.10g} and should be {right[j]:.10g}: off by {short(size[j])}, "
                f"and rounding allows {short(allowed[j])}."
            )
        self.count += len(found)
        share = float(np.max(size[size > 0] / allowed[size > 0], initial=0.0))
        if share >= self.share:
            self.share, self.where = share, f"{quantity} on {case}"
        if case not in self.problems:
            self.problems.append(case)

    def sentence(self, of: str) -> str:
        """What was compared, and how close the closest came to its bound."""
        return (
            f"{self.count} numbers of {len(self.problems)} {of}; the largest difference is "
            f"{short(100 * self.share)} % of what rounding allows ({self.where})."
        )
