"""Objectives that are broken in one way each."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

import numpy as np

import gdlearn as gd
from gdlearn.objectives.base import array_namespace
from gdlearn.theory import Rounded
from tests.zoo.table import Zoo

OBJECTIVES = Zoo()


class Squared(gd.MeanSquaredError):
    """Right: the parent of all that follow, with loss and gradient asked for one by one."""

    def loss_and_gradient(self, w: Any) -> Any:
        return self.loss(w), self.gradient(w)


@OBJECTIVES.only("shapes")
class BiasOutOfPlace(Squared):
    @property
    def biases(self) -> tuple[int, ...]:
        return (self.size,)


@OBJECTIVES.rejected_by("shapes", "gradient_is_that_of_autograd")
class GradientIsARow(Squared):
    def gradient(self, w: Any) -> Any:
        return super().gradient(w)[None, :]


@OBJECTIVES.only("predicts_a_row_for_every_sample")
class PredictsABlock(Squared):
    def residual(self, w: Any) -> Any:
        return self.X @ w - self.y

    def predict(self, w: Any, X: Any = None) -> Any:
        return super().predict(w, X)[:, None, None]


@OBJECTIVES.rejected_by("gradient_is_the_slope", "gradient_is_that_of_autograd", "runs_on_every_backend")
class TheTwoIsMissing(Squared):
    def gradient(self, w: Any) -> Any:
        return super().gradient(w) / 2


@OBJECTIVES.rejected_by("gradient_is_the_slope", "gradient_is_that_of_autograd")
class WrongSign(Squared):
    def gradient(self, w: Any) -> Any:
        return -super().gradient(w)


@OBJECTIVES.rejected_by("gradient_is_that_of_autograd", "runs_on_every_backend")
class WrongInTheTwelfthDigit(Squared):
    """Where differences of the loss no longer look."""

    def gradient(self, w: Any) -> Any:
        return super().gradient(w) * (1 + 1e-12)


@OBJECTIVES.rejected_by("gradient_is_the_slope")
class NoGradientForTheBias(Squared):
    def gradient(self, w: Any) -> Any:
        xp, gradient = array_namespace(w), super().gradient(w)
        return xp.concat([gradient[:-1], xp.zeros_like(gradient[-1:])])


@OBJECTIVES.rejected_by("both_are_the_same")
class TwoOpinions(gd.MeanSquaredError):
    """Half of the loss, if it is asked for together with the gradient."""

    def loss_and_gradient(self, w: Any) -> Any:
        return self.loss(w) / 2, self.gradient(w)


@OBJECTIVES.only("keeps_float32")
class PromotesEverything(Squared):
    """A NumPy float64 among the settings."""

    @property
    def factor(self) -> Any:
        return np.float64(super().factor)


@OBJECTIVES.only("writes_into_nothing")
class FlipsARow(Squared):
    """The sign of a row of X and of its target, in place: every square is the same, and the data are not."""

    def gradient(self, w: Any) -> Any:
        if isinstance(self.X, np.ndarray) and self.X.flags.writeable:
            self.X[0] *= -1
            self.y[0] *= -1
        return super().gradient(w)


@OBJECTIVES.only("same_answer_twice")
class NeverTwiceTheSame(Squared):
    calls: ClassVar[Counter[str]] = Counter()

    def loss_and_gradient(self, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(w)
        self.calls["all"] += 1
        return loss * (1 + 4e-16 * (self.calls["all"] % 3)), gradient


@OBJECTIVES.only("rows_are_those_asked_for")
class SortsTheRows(Squared):
    def rows(self, index: Any) -> Any:
        return super().rows(index if isinstance(index, slice) else np.sort(index))


@OBJECTIVES.only("rows_add_up")
class DividesByTheRootOfN(Squared):
    @property
    def factor(self) -> float:
        return float(len(self) ** -0.5)


@OBJECTIVES.only("moves_to_a_backend_whole")
class LosesItsClass(Squared):
    def on(self, backend: Any) -> Any:
        moved = super().on(backend)
        return gd.MeanSquaredError(moved.X, moved.y, self.convention) if hasattr(moved.X, "dtype") else moved


@OBJECTIVES.only("runs_on_every_backend")
class AsksArraysForTheirSum(Squared):
    """`r.sum()` is a method of some libraries; the formulas of this package use functions."""

    def loss(self, w: Any) -> Any:
        r = self.residual(w)
        return super().loss(w) if isinstance(r, Rounded) else self.factor * (r * r).sum()


@OBJECTIVES.rejected_by("analytic_is_true", "runs_on_every_backend")
class DropsTheImaginaryPart(Squared):
    """And says that complex weights are welcome."""

    def loss(self, w: Any) -> Any:
        return super().loss(w.real if isinstance(w, np.ndarray) else w)


@OBJECTIVES.rejected_by("gradient_is_that_of_autograd", "runs_on_every_backend")
class HiddenFromAutograd(Squared):
    """Its loss leaves the library on the way."""

    def loss(self, w: Any) -> Any:
        return self.factor * float(super().loss(w)) / self.factor + 0 * super().loss(w)
