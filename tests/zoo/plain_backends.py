"""Backends that are broken in the ways that people break them. Many checks see it; the named ones must."""

# ruff: noqa: ARG005  # every change takes the same four, needed or not
from __future__ import annotations

from typing import Any

import numpy as np
import torch

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.torch_backend import TorchBackend
from tests.zoo.backends import InPlace, Remembering
from tests.zoo.table import Zoo

PLAIN_BACKENDS = Zoo()


def changed(change: Any) -> type[NumpyBackend]:
    """NumPy, with a function between its answer and whoever asked."""

    class Changed(NumpyBackend):
        def loss_and_gradient(self, objective: Any, w: Any) -> Any:
            return change(objective, w, *super().loss_and_gradient(objective, w))

    return Changed


# What is done to loss and gradient -> who must notice.
CHANGES = {
    "the two is missing": (lambda o, w, loss, g: (loss, g / 2), "gradient_is_the_slope_of_its_loss method_is_true"),
    "sum instead of mean": (
        lambda o, w, loss, g: (loss * len(o), g * len(o)),
        "loss_is_the_formula gradient_is_the_formula takes_the_mean",
    ),
    "n - 1 instead of n": (
        lambda o, w, loss, g: (loss, g * len(o) / max(1, len(o) - 1)),
        "gradient_is_the_formula takes_the_mean uses_the_rows_it_is_given",
    ),
    "wrong sign": (lambda o, w, loss, g: (loss, -g), "gradient_is_the_formula trajectories_agree"),
    "divided by p too": (
        lambda o, w, loss, g: (loss, g / len(w)),
        "gradient_is_the_formula derives_every_function overflow_is_not_hidden",
    ),
    "half of the loss": (lambda o, w, loss, g: (loss / 2, g), "loss_is_the_formula trajectories_agree"),
    "a constant on top of the loss": (lambda o, w, loss, g: (loss + 1, g), "loss_is_the_formula right_at_the_kinks"),
    "no gradient for the bias": (
        lambda o, w, loss, g: (loss, g * (np.arange(len(w)) < len(w) - 1)),
        "gradient_is_the_formula gradient_is_the_slope_of_its_loss right_at_the_origin",
    ),
    "noise of 1e-9": (
        lambda o, w, loss, g: (loss, g * (1 + 1e-9 * np.cos(np.arange(len(w))))),
        "gradient_is_the_formula right_far_away trajectories_agree minibatch_trajectories_agree",
    ),
    "a little decay that nobody asked for": (
        lambda o, w, loss, g: (loss, g + 1e-8 * w),
        "gradient_is_the_formula trajectories_agree",
    ),
    "wrong only for p > 4": (
        lambda o, w, loss, g: (loss, np.where(np.arange(len(w)) > 3, 0.99 * g, g)),
        "gradient_is_the_formula",
    ),
    "wrong only at w = 0": (lambda o, w, loss, g: (loss, g if w.any() else g / 2), "right_at_the_origin"),
    "clipped to norm 1": (
        lambda o, w, loss, g: (loss, g / max(1.0, np.linalg.norm(g))),
        "gradient_is_the_formula right_far_away overflow_is_not_hidden",
    ),
    "not a number": (lambda o, w, loss, g: (loss, g * np.nan), "gradient_is_the_formula trajectories_agree"),
    "no NaN in the gradient": (
        lambda o, w, loss, g: (loss, np.where(np.isnan(g), 0.0, g)),
        "overflow_is_not_hidden",
    ),
    "a row of gradients": (lambda o, w, loss, g: (loss, g[None, :]), "shapes"),
    "components in reverse": (lambda o, w, loss, g: (loss, g[::-1].copy()), "gradient_is_the_formula"),
}
for name, (change, checks) in CHANGES.items():
    broken = changed(change)
    broken.__name__ = name
    PLAIN_BACKENDS.rejected_by(*checks.split())(broken)


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "dtype_is_kept")
class HalfTheDigits(NumpyBackend):
    """float32 inside, and float64 on the label."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        return objective.on(NumpyBackend("float32")).loss_and_gradient(w.astype("float32"))


@PLAIN_BACKENDS.rejected_by("round_trips", "gradient_is_the_formula")
class DataInHalfTheDigits(NumpyBackend):
    """On the way in; what comes out has all digits."""

    def asarray(self, values: Any) -> Any:
        return np.array(values, dtype="float32").astype(self.dtype)


@PLAIN_BACKENDS.rejected_by("dtype_is_kept", "round_trips", "gradient_is_the_formula")
class CutsOffInSilence(NumpyBackend):
    """JAX without x64: asked for float64, it computes in float32, and says so nowhere."""

    def asarray(self, values: Any) -> Any:
        return np.array(values, dtype="float32")

    parameters = asarray


@PLAIN_BACKENDS.rejected_by("dtype_is_kept", "gradient_is_the_formula")
class SlopesInHalfTheDigits(NumpyBackend):
    """What comes out has all places, and not all digits."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return loss, gradient.astype("float32")

    def to_numpy(self, array: Any) -> Any:
        return np.array(array, dtype=self.dtype)


@PLAIN_BACKENDS.rejected_by("describes_itself")
class SaysFloat16(NumpyBackend):
    def __init__(self, dtype: str) -> None:
        super().__init__(dtype)
        object.__setattr__(self, "dtype", "float16")


@PLAIN_BACKENDS.rejected_by("describes_itself")
class AlwaysSaysFloat32(NumpyBackend):
    def __init__(self, dtype: str) -> None:
        super().__init__("float32")


@PLAIN_BACKENDS.rejected_by("round_trips", "shapes")
class MakesColumns(NumpyBackend):
    """(n,) becomes (n, 1), and a residual becomes (n, n)."""

    def asarray(self, values: Any) -> Any:
        array = np.array(values, dtype=self.dtype)
        return array[:, None] if array.ndim == 1 else array


@PLAIN_BACKENDS.rejected_by("round_trips", "gradient_is_the_formula")
class WantsToWriteIntoWhatItReads(NumpyBackend):
    """As a function of Cython does unless its arguments are const."""

    def asarray(self, values: Any) -> Any:
        if not getattr(values, "flags", np.empty(0).flags).writeable:
            raise ValueError("buffer source array is read-only.")
        return super().asarray(values)


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "gradient_is_the_slope_of_its_loss")
class TransposedWhereItFits(NumpyBackend):
    """X r instead of X' r, which only a square X lets pass."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        X = getattr(objective, "X", np.empty((0, 1)))
        if isinstance(objective, gd.MeanSquaredError) and X.shape[0] == X.shape[1]:
            gradient = 2 * objective.factor * (X @ objective.residual(w))
        return loss, gradient


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "right_at_the_kinks")
class GradientOfAnotherLoss(NumpyBackend):
    """Huber's loss, and the slope of the square."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        if isinstance(objective, gd.Huber):
            gradient = objective.X.T @ (objective.X @ w - objective.y) / len(objective)
        return loss, gradient


@PLAIN_BACKENDS.rejected_by("calls_are_independent", "trajectories_agree", "uses_the_rows_it_is_given")
class NeverClears(TorchBackend):
    """No zero_(): every backward adds to what is there."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss = objective.loss(w)
        loss.backward()
        return loss.detach(), w.grad.clone()


@PLAIN_BACKENDS.rejected_by("results_never_change", "trajectories_agree")
class HandsOutTheBuffer(TorchBackend):
    """w.grad itself, which the next call writes into."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        w.grad = torch.zeros_like(w) if w.grad is None else w.grad.zero_()
        loss = objective.loss(w)
        loss.backward()
        return loss.detach(), w.grad


@PLAIN_BACKENDS.rejected_by("trajectories_agree", "results_never_change")
class UpdateIsNoLeaf(TorchBackend):
    """Outside no_grad: the second step has no gradient."""

    def update(self, w: Any, delta: Any) -> Any:
        return w - delta


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "calls_are_independent", "trajectories_agree")
class OneCallBehind(Remembering):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        late = self.memory.get(gradient.shape, gradient)
        self.memory[gradient.shape] = gradient
        return loss, late


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "calls_are_independent")
class OneObjectiveBehind(Remembering):
    """As long as the number of weights is the same."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        late = self.memory.get(w.shape, objective)
        self.memory[w.shape] = objective
        return super().loss_and_gradient(late, w)


@PLAIN_BACKENDS.rejected_by("calls_are_independent", "minibatch_trajectories_agree", "short_batches")
class DividesByTheRowsOfTheLastCall(Remembering):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        n = self.memory.get("n", len(objective))
        self.memory["n"] = len(objective)
        return loss, gradient * (len(objective) / n)


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "uses_the_rows_it_is_given")
class FirstObjectiveForEver(Remembering):
    """As long as the number of weights is the same."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        return super().loss_and_gradient(self.memory.setdefault(w.shape, objective), w)


@PLAIN_BACKENDS.rejected_by("snapshots_never_change", "trajectories_agree", "minibatch_trajectories_agree")
class HistoryRewritesItself(InPlace):
    def snapshot(self, w: Any) -> Any:
        return w[:]


@PLAIN_BACKENDS.rejected_by("parameters_are_copies")
class UpdatesTheCallersStart(InPlace):
    def parameters(self, values: Any) -> Any:
        return np.asarray(values, dtype=self.dtype)


@PLAIN_BACKENDS.rejected_by("parameters_are_copies")
class OneBufferForAllWeights(Remembering, InPlace):
    """Of the same number, and of as many descents."""

    def parameters(self, values: Any) -> Any:
        buffer = self.memory.setdefault(len(values), np.empty(len(values), dtype=self.dtype))
        buffer[:] = values
        return buffer


@PLAIN_BACKENDS.rejected_by("to_numpy_copies", "parameters_are_copies")
class SharesBothWays(InPlace):
    def to_numpy(self, array: Any) -> Any:
        return array

    parameters = asarray = lambda self, values: np.asarray(values, dtype=self.dtype)


@PLAIN_BACKENDS.rejected_by("inputs_are_untouched", "uses_the_rows_it_is_given")
class CentresTheData(NumpyBackend):
    """In place."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        if objective.__class__ is gd.MeanSquaredError and objective.X.flags.writeable:
            objective.X[:, :-1] -= objective.X[:, :-1].mean(axis=0)
        return super().loss_and_gradient(objective, w)


@PLAIN_BACKENDS.rejected_by("inputs_are_untouched")
class CentresTheTargets(NumpyBackend):
    """In place."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        if objective.__class__ is gd.MeanSquaredError and objective.y.flags.writeable:
            objective.y[:] -= objective.y.mean()
        return super().loss_and_gradient(objective, w)


@PLAIN_BACKENDS.rejected_by("update_subtracts", "trajectories_agree")
class Uphill(NumpyBackend):
    def update(self, w: Any, delta: Any) -> Any:
        return w + delta


@PLAIN_BACKENDS.rejected_by("update_subtracts", "shapes", "trajectories_agree")
class ReturnsNothing(InPlace):
    """The update is made, and not returned."""

    def update(self, w: Any, delta: Any) -> Any:
        w -= delta


@PLAIN_BACKENDS.rejected_by("gradient_is_the_formula", "overflow_is_not_hidden")
class Raises(NumpyBackend):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        raise RuntimeError("no such kernel")


@PLAIN_BACKENDS.rejected_by("describes_itself")
class NoBackendAtAll:
    def __init__(self, dtype: str) -> None:
        pass
