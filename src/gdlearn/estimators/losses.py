"""What an estimator has to know of a loss: the best constant to start from, and how much it bends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.objectives import Huber, Logistic, MeanSquaredError, Objective, Poisson, Softmax


@dataclass(frozen=True)
class Loss:
    """A loss as the estimators descend on it.

    Attributes:
        make: the objective, from X (n, p) and y (n,).
        constant: the prediction that is best, or close to it, if no feature is looked at: the biases (k,), from y (n,)
            and the sample weights v (n,), whose mean is 1.
        bend: how much the loss of a sample bends in z = X w, from y and v: a number, or shape (n,).
        bounded: whether it bends nowhere more than that.
        moves: whether y - c is as good a target as y, with c added to the bias again; then c is the constant.
    """

    make: Callable[[FloatArray, FloatArray], Objective]
    constant: Callable[[FloatArray, FloatArray], FloatArray]
    bend: Callable[[FloatArray, FloatArray], FloatArray | float]
    bounded: bool = True
    moves: bool = False


def mean(y: FloatArray, v: FloatArray) -> FloatArray:
    """The weighted mean (1,); of equal targets it is the target, exactly."""
    return y[:1].copy() if (y == y[0]).all() else np.array([v / len(y) @ y])


def median(y: FloatArray, v: FloatArray) -> FloatArray:
    """The smallest target (1,) at which half of the weight is reached."""
    order = np.argsort(y)
    reached = np.cumsum(v[order])
    middle = int(np.searchsorted(reached, reached[-1] / 2))
    return y[order[middle : middle + 1]]


def log_mean(y: FloatArray, v: FloatArray) -> FloatArray:
    """The logarithm of the mean count (1,)."""
    rate = mean(y, v)
    if rate[0] == 0:
        raise InputError("y holds 0 in every row; a rate of 0 has no logarithm, so there is nothing to fit.")
    return np.asarray(np.log(rate))


def log_odds(y: FloatArray, v: FloatArray) -> FloatArray:
    """The logit of the share of class 1, shape (1,)."""
    return np.asarray(np.log(v @ y / (v @ (1 - y)))).reshape(1)


def log_shares(y: FloatArray, v: FloatArray) -> FloatArray:
    """The logarithms of the shares of the k classes, around 0, shape (k,)."""
    logs = np.log(np.bincount(y.astype(int), v))
    return np.asarray(logs - np.mean(logs))


def larger_of_mean_and_own(y: FloatArray, v: FloatArray) -> FloatArray:
    """A rate bends by itself: by the mean at the start, and by about its own count at the end; shape (n,)."""
    return np.maximum(mean(y, v), y)


def everywhere(bend: float) -> Callable[..., float]:
    """The same bend, whatever the targets are."""
    return lambda *_: bend


MSE = Loss(MeanSquaredError, mean, everywhere(2.0), moves=True)
LOGISTIC = Loss(Logistic, log_odds, everywhere(Logistic.bend))
POISSON = Loss(Poisson, log_mean, larger_of_mean_and_own, bounded=False)


def huber(delta: Any) -> Loss:
    """Huber's loss, straight from delta on."""
    return Loss(lambda X, y: Huber(X, y, delta), median, everywhere(Huber.bend), moves=True)


def softmax(classes: int) -> Loss:
    """The cross-entropy of k classes."""
    return Loss(lambda X, y: Softmax(X, y, classes), log_shares, everywhere(Softmax.bend))
