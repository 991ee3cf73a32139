"""The update rules without memory: each delta as a sum over all gradients so far.

An independent witness for the optimisers, as the closed form of a descent is one for the loop: a recursion that is
wrong in one factor cannot agree with a sum that has none.
"""

# ruff: noqa: ARG001  # every formula takes the same three, needed or not
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.optimizers import GD, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp


def powers(share: float, slopes: FloatArray) -> Any:
    """The weight of each gradient, the newest last: share ** (t - i) for i = 0 ... t."""
    return np.power(share, np.arange(len(slopes) - 1.0, -1.0, -1.0))


def eta(rule: Any, slopes: FloatArray) -> float:
    """The learning rate of the newest gradient."""
    return float(rule.rate(len(slopes) - 1))


def gd(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """Eta times the newest gradient."""
    return eta(rule, slopes) * slopes[-1]


def momentum(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """Eta times the sum of all gradients, each fading by beta with every step."""
    return eta(rule, slopes) * (powers(rule.momentum, slopes) @ slopes)


def nesterov(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """Eta times the newest gradient and beta of the fading sum."""
    return gd(rule, slopes, w) + rule.momentum * momentum(rule, slopes, w)


def adagrad(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """The newest gradient in units of the root of the sum of all squares."""
    return gd(rule, slopes, w) / (np.sqrt((slopes**2).sum(axis=0)) + rule.eps)


def rmsprop(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """The newest gradient in units of the root of the fading mean of the squares."""
    mean = (1 - rule.alpha) * (powers(rule.alpha, slopes) @ slopes**2)
    return gd(rule, slopes, w) / (np.sqrt(mean) + rule.eps)


def adam(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """The weighted mean of all gradients in units of the root of the weighted mean of their squares.

    The correction for the start at zero is what makes the weights of each mean add up to 1.
    """
    mean, square = (powers(beta, slopes) for beta in rule.betas)
    m, v = mean @ slopes / mean.sum(), square @ slopes**2 / square.sum()
    return eta(rule, slopes) * m / (np.sqrt(v) + rule.eps)


def adamw(rule: Any, slopes: FloatArray, w: FloatArray) -> Any:
    """Adam, and eta times lambda times the weight."""
    return adam(rule, slopes, w) + eta(rule, slopes) * rule.weight_decay * w


CLOSED_FORMS: dict[type, Callable[[Any, FloatArray, FloatArray], Any]] = {
    GD: gd,
    Momentum: momentum,
    Nesterov: nesterov,
    AdaGrad: adagrad,
    RMSProp: rmsprop,
    Adam: adam,
    AdamW: adamw,
}
