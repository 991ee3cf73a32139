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


@OBJECTIVES.rejected_by("shapes")
class GradientIsARow(Squared):
    def gradient(self, w: Any) -> Any:
        return super().gradient(w)[None, :]


@OBJECTIVES.rejected_by("shapes")
class LossIsARow(Squared):
    def loss(self, w: Any) -> Any:
        loss = super().loss(w)
        return np.array([loss]) if isinstance(loss, np.generic) else loss

    def loss_and_gradient(self, w: Any) -> Any:
        return super().loss(w), self.gradient(w)


class PredictsApart(Squared):
    """Right: the parent of those that spoil only the prediction, of which loss and gradient make no use here."""

    def residual(self, w: Any) -> Any:
        return self.X @ w - self.y


@OBJECTIVES.only("predicts_a_row_for_every_sample")
class PredictsABlock(PredictsApart):
    def predict(self, w: Any, X: Any = None) -> Any:
        return super().predict(w, X)[:, None, None]


@OBJECTIVES.rejected_by("predicts_a_row_for_every_sample")
class ForgetsTheColumnOfOneRow(PredictsApart):
    """Its prediction is (n, 1), and for one row (1,)."""

    def predict(self, w: Any, X: Any = None) -> Any:
        predicted = super().predict(w, X)
        return predicted if len(self) == 1 else predicted[:, None]


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


@OBJECTIVES.rejected_by("both_are_the_same")
class TwoSlopes(gd.MeanSquaredError):
    """Half of the gradient, if it is asked for together with the loss."""

    def loss_and_gradient(self, w: Any) -> Any:
        return self.loss(w), self.gradient(w) / 2


@OBJECTIVES.rejected_by("runs_on_every_backend")
class WrongLossInFloat32(Squared):
    def loss(self, w: Any) -> Any:
        loss = super().loss(w)
        return loss * np.float32(1.001) if isinstance(loss, np.float32) else loss


@OBJECTIVES.rejected_by("runs_on_every_backend")
class WrongSlopeInFloat32(Squared):
    def gradient(self, w: Any) -> Any:
        gradient = super().gradient(w)
        return gradient * np.float32(1.001) if getattr(gradient, "dtype", None) == np.float32 else gradient


@OBJECTIVES.only("keeps_float32")
class PromotesEverything(Squared):
    """A NumPy float64 among the settings."""

    @property
    def factor(self) -> Any:
        return np.float64(super().factor)


@OBJECTIVES.only("keeps_float32")
class PromotesTheGradient(Squared):
    def gradient(self, w: Any) -> Any:
        return np.float64(1) * super().gradient(w)


@OBJECTIVES.only("keeps_float32")
class PromotesThePrediction(PredictsApart):
    def predict(self, w: Any, X: Any = None) -> Any:
        return np.float64(1) * super().predict(w, X)


@OBJECTIVES.rejected_by("writes_into_nothing")
class LearnsWhileItPredicts(PredictsApart):
    """It moves the weights, in place."""

    def predict(self, w: Any, X: Any = None) -> Any:
        predicted = super().predict(w, X)
        if isinstance(w, np.ndarray) and w.flags.writeable:
            w += 0.125
        return predicted


@OBJECTIVES.only("writes_into_nothing")
class FlipsARow(Squared):
    """The sign of a row of X and of its target, in place: every square is the same, and the data are not."""

    def gradient(self, w: Any) -> Any:
        if isinstance(self.X, np.ndarray) and self.X.flags.writeable:
            self.X[0] *= -1
            self.y[0] *= -1
        return super().gradient(w)


@OBJECTIVES.only("writes_into_nothing")
def FlipsARowInside(X: Any, y: Any) -> gd.Objective:  # noqa: N802  # it stands for a class
    return gd.L2(FlipsARow(X, y), strength=0.3)


@OBJECTIVES.only("same_answer_twice")
class GradientNeverTwiceTheSame(Squared):
    calls: ClassVar[Counter[str]] = Counter()

    def loss_and_gradient(self, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(w)
        self.calls["all"] += 1
        return loss, gradient * (1 + 4e-16 * (self.calls["all"] % 3))


@OBJECTIVES.rejected_by("same_answer_twice")
class HandsOutItsBuffer(Squared):
    """Every gradient is written into the same array, and that is what it returns."""

    def loss_and_gradient(self, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(w)
        if not isinstance(gradient, np.ndarray) or gradient.dtype != np.float64:
            return loss, gradient
        buffer = self.__dict__.setdefault("buffer", gradient)
        buffer[...] = gradient
        return loss, buffer


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


@OBJECTIVES.rejected_by("rows_are_those_asked_for")
class IgnoresTheStop(Squared):
    def rows(self, index: Any) -> Any:
        return super().rows(slice(index.start, None) if isinstance(index, slice) else index)


@OBJECTIVES.rejected_by("rows_are_those_asked_for")
class IgnoresTheStart(Squared):
    def rows(self, index: Any) -> Any:
        return super().rows(slice(index.stop) if isinstance(index, slice) else index)


@OBJECTIVES.rejected_by("rows_are_those_asked_for")
class ForgetsAColumn(Squared):
    def rows(self, index: Any) -> Any:
        return type(self)(self.X[index][:, 1:], self.y[index])


@OBJECTIVES.rejected_by("rows_are_those_asked_for")
class RoundsItsRows(Squared):
    """A part of the rows has been float32 on the way."""

    def rows(self, index: Any) -> Any:
        return type(self)(np.array(self.X[index], dtype=np.float32).astype(np.float64), self.y[index])


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


@OBJECTIVES.rejected_by("moves_to_a_backend_whole")
class LosesARow(Squared):
    def on(self, backend: Any) -> Any:
        return super().on(backend).rows(slice(1, None))


@OBJECTIVES.rejected_by("moves_to_a_backend_whole")
class LosesAColumn(Squared):
    def on(self, backend: Any) -> Any:
        moved = super().on(backend)
        return type(self)(moved.X[:, 1:], moved.y)


@OBJECTIVES.rejected_by("moves_to_a_backend_whole")
class DoublesItsTargets(Squared):
    def on(self, backend: Any) -> Any:
        moved = super().on(backend)
        return type(self)(moved.X, 2 * moved.y)


@OBJECTIVES.rejected_by("moves_to_a_backend_whole")
class ShiftsItsTargets(Squared):
    """Whenever it is moved to a backend, the original changes."""

    def on(self, backend: Any) -> Any:
        moved = super().on(backend)
        object.__setattr__(self, "y", self.y + 1)
        return moved


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
