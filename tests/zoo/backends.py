"""Backends that are broken in one way each, where nobody but one check looks: its reason to be there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar
from unittest.mock import patch

import numpy as np

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend
from gdlearn.backends.rules import RULES
from gdlearn.backends.tape_backend import TapeBackend
from gdlearn.objectives.logistic import sigmoid
from tests.zoo.table import Zoo

BACKENDS = Zoo()


class InPlace(NumpyBackend):
    """Right, and like PyTorch: an update writes into the weights."""

    def update(self, w: Any, delta: Any) -> Any:
        w -= delta
        return w


class Remembering(NumpyBackend):
    """Right, but with a memory, in which its children go wrong."""

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "memory", {})
        object.__setattr__(self, "counts", Counter())

    memory: ClassVar[dict[Any, Any]]
    counts: ClassVar[Counter[Any]]


@BACKENDS.only("describes_itself")
class Nameless(NumpyBackend):
    name = ""


@BACKENDS.only("round_trips")
class ReadsMemoryInOrder(NumpyBackend):
    """As if every array lay in memory row after row."""

    def asarray(self, values: Any) -> Any:
        array = np.asarray(values)
        return np.array(array.ravel(order="K").reshape(array.shape), dtype=self.dtype)


@BACKENDS.only("round_trips")
class KeepsIntegers(NumpyBackend):
    """`torch.tensor([0, 1, 2])`, of which no gradient can be had."""

    def asarray(self, values: Any) -> Any:
        array = np.array(values)
        return array if array.dtype.kind == "i" else array.astype(self.dtype)


@BACKENDS.only("round_trips")
class KeepsSinglePrecision(NumpyBackend):
    def asarray(self, values: Any) -> Any:
        array = np.array(values)
        return array if array.dtype.kind == "f" else array.astype(self.dtype)


@BACKENDS.only("round_trips")
class ForgetsNegativeStrides(NumpyBackend):
    """The numbers as they lie in memory, from the lowest address on."""

    def asarray(self, values: Any) -> Any:
        array = np.array(values, dtype=self.dtype)
        return np.flip(array, tuple(k for k, stride in enumerate(getattr(values, "strides", ())) if stride < 0))


@BACKENDS.only("round_trips")
class TakesAColumnForARow(NumpyBackend):
    def asarray(self, values: Any) -> Any:
        array = np.array(values, dtype=self.dtype)
        return array[:, 0] if array.shape[1:] == (1,) else array


@BACKENDS.only("round_trips")
class TakesOneNumberForAScalar(NumpyBackend):
    def asarray(self, values: Any) -> Any:
        array = np.array(values, dtype=self.dtype)
        return array[0] if array.shape == (1,) else array


@BACKENDS.only("shapes")
class LossWithoutShape(NumpyBackend):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return float(loss), gradient


@BACKENDS.only("dtype_is_kept", dtype="float32")
class PromotesTheLoss(NumpyBackend):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return np.float64(loss), gradient


@BACKENDS.only("device_is_kept")
@dataclass(frozen=True)
class SaysItIsOnTheGraphicsCard(NumpyBackend):
    device: str = "cuda"

    def __post_init__(self) -> None:
        pass


@BACKENDS.only("asarray_copies", dtype="float32")
class SharesWhatComesIn(NumpyBackend):
    """`torch.from_numpy` without a copy."""

    def asarray(self, values: Any) -> Any:
        return np.asarray(values, dtype=self.dtype)


class WrittenThrough(np.ndarray):
    """An array that writes into another one too."""

    host: ClassVar[Any] = None

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        if self.host is not None:
            self.host[key] = value


@BACKENDS.only("asarray_copies", dtype="float32")
class WritesThroughToTheHost(NumpyBackend):
    """A buffer of OpenCL with the pointer of the host: what is written on the device arrives there."""

    def asarray(self, values: Any) -> Any:
        array = np.array(values, dtype=self.dtype).view(WrittenThrough)
        if getattr(values, "dtype", None) == self.dtype and values.flags.writeable:
            array.__dict__["host"] = values
        return array


@BACKENDS.only("to_numpy_copies")
class SharesWhatGoesOut(NumpyBackend):
    """`tensor.numpy()` without a copy."""

    def to_numpy(self, array: Any) -> Any:
        return np.asarray(array)


@BACKENDS.only("parameters_are_copies", dtype="float32")
class LearnsInTheCallersArray(NumpyBackend):
    def parameters(self, values: Any) -> Any:
        return np.asarray(values, dtype=self.dtype)


@BACKENDS.only("snapshots_never_change")
class SnapshotIsTheWeights(NumpyBackend):
    def snapshot(self, w: Any) -> Any:
        return w


@BACKENDS.only("results_never_change")
class HandsOutItsCache(Remembering):
    """The gradient that it remembers is the array that it has handed out."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        key = (id(objective), w.tobytes())
        if key not in self.memory:
            self.memory[key] = objective, super().loss_and_gradient(objective, w)  # keeps it alive, and so its id
        return self.memory[key][1]


@BACKENDS.only("inputs_are_untouched")
class FreezesTheCallersStart(NumpyBackend):
    def parameters(self, values: Any) -> Any:
        if isinstance(values, np.ndarray):
            values.flags.writeable = False
        return super().parameters(values)


@BACKENDS.only("update_subtracts")
class IgnoresShortSteps(NumpyBackend):
    def update(self, w: Any, delta: Any) -> Any:
        return np.where(np.abs(delta) < 1e-10, w, w - delta)


@BACKENDS.only("update_leaves_delta_alone")
class UpdatesInDelta(NumpyBackend):
    def update(self, w: Any, delta: Any) -> Any:
        return np.subtract(w, delta, out=delta)


@BACKENDS.only("loss_is_the_formula")
class ReportsTheMean(NumpyBackend):
    """Whatever the convention says; its gradient is right."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        sums = getattr(objective, "convention", None) == "sum"
        return loss / len(objective) if sums else loss, gradient


@BACKENDS.only("gradient_is_the_formula")
class ForgetsTheHalf(NumpyBackend):
    """Under one of the four conventions; its loss is right."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return loss, 2 * gradient if getattr(objective, "convention", None) == "half_sum" else gradient


@BACKENDS.only("method_is_true")
class SaysAutograd(NumpyBackend):
    """And calls the formula: it would agree with the formula whatever the formula is."""

    method = "autograd"


@BACKENDS.only("derives_every_function")
class WrongPowerRule(TapeBackend):
    """A rule that none of the objectives of the package needs."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        with patch.dict(RULES, {"**": lambda a, k: (a**k, lambda g: g * k * a**k)}):
            return super().loss_and_gradient(objective, w)


@BACKENDS.only("right_at_the_origin")
class SlopeOfOneAtZero(NumpyBackend):
    """max(z, 0) + log(1 + exp(-|z|)), as autograd sees it at z = 0."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        if isinstance(objective, gd.Logistic):
            z = objective.X @ w
            gradient = objective.X.T @ (np.where(z == 0, 1.0, sigmoid(z)) - objective.y) / len(objective)
        return loss, gradient


@BACKENDS.only("right_far_away")
class NaiveLogarithm(NumpyBackend):
    """log(1 + exp(z)), which overflows."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        if isinstance(objective, gd.Logistic):
            z = objective.X @ w
            loss = np.mean(np.log(1 + np.exp(z)) - objective.y * z)
            gradient = objective.X.T @ (np.exp(z) / (1 + np.exp(z)) - objective.y) / len(objective)
        return loss, gradient


@BACKENDS.only("right_at_the_kinks")
class TakesBothSidesAtTheKink(NumpyBackend):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        if isinstance(objective, gd.Huber):
            r = objective.X @ w - objective.y
            slope = np.clip(r, -objective.delta, objective.delta) * np.where(np.abs(r) == objective.delta, 2, 1)
            gradient = objective.X.T @ slope / len(objective)
        return loss, gradient


@BACKENDS.only("overflow_is_not_hidden")
class SwallowsNaN(NumpyBackend):
    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return np.nan_to_num(loss, posinf=0.0), np.nan_to_num(gradient)


@BACKENDS.only("calls_are_independent")
class NeverTwiceTheSame(Remembering):
    """The last digit of the bias changes from call to call."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        self.counts["calls"] += 1
        gradient[-1] *= 1 + (self.counts["calls"] % 2) * np.finfo(self.dtype).eps
        return loss, gradient


@BACKENDS.only("instances_are_independent")
class OneDtypeForAll(NumpyBackend):
    """The instance that was made last decides for all, as in a setting of the whole process."""

    latest: ClassVar[str] = "float64"

    def __post_init__(self) -> None:
        type(self).latest = self.dtype

    def asarray(self, values: Any) -> Any:
        return np.array(values, dtype=self.latest)


@BACKENDS.only("uses_the_rows_it_is_given")
class RemembersByWeights(Remembering):
    """Rows count as the same if there are as many, and the first and the last are the same."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        key = (type(objective), getattr(objective, "convention", None), getattr(objective, "pair", None))
        data = getattr(objective, "objective", objective)  # what an L2 penalises
        key = (*key, len(objective), w.tobytes(), *(getattr(data, name)[[0, -1]].tobytes() for name in ("X", "y")))
        if key not in self.memory:
            loss, gradient = super().loss_and_gradient(objective, w)
            self.memory[key] = loss.copy(), gradient.copy()
        return tuple(array.copy() for array in self.memory[key])


@BACKENDS.only("short_batches")
class DividesByNMinusOneOfOne(NumpyBackend):
    """Wrong only for batches of one row."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        return (loss, gradient) if len(objective) > 1 else (loss, 0 * gradient)


@BACKENDS.only("takes_the_mean")
class PlainMeanOfShards(NumpyBackend):
    """Many rows in shards, whose gradients are averaged as if all were of one size."""

    SHARD: ClassVar[int] = 40

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        starts = range(0, len(objective), self.SHARD)
        parts = [objective.rows(slice(s, s + self.SHARD)) for s in starts] if len(starts) > 1 else [objective]
        answers = [super(PlainMeanOfShards, self).loss_and_gradient(part, w) for part in parts]
        losses, gradients = zip(*answers, strict=True)
        return np.mean(losses), np.mean(gradients, axis=0)


@BACKENDS.only("trajectories_agree")
class WrongOnceItIsCompiled(Remembering):
    """From the 26th call on the same objective on."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        loss, gradient = super().loss_and_gradient(objective, w)
        self.memory[id(objective)] = objective
        self.counts[id(objective)] += 1
        return loss, gradient * (1.001 if self.counts[id(objective)] > 25 else 1)


@BACKENDS.only("minibatch_trajectories_agree")
class FirstBatchForEver(Remembering, InPlace):
    """Once the weights have been updated, the rows are never looked at again."""

    def loss_and_gradient(self, objective: Any, w: Any) -> Any:
        held, first = self.memory.setdefault(id(w), (w, objective))
        assert held is w
        return super().loss_and_gradient(first if self.counts[id(w)] else objective, w)

    def update(self, w: Any, delta: Any) -> Any:
        self.counts[id(w)] += 1
        return super().update(w, delta)
