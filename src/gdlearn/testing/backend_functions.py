"""A check of a backend: all operators and functions that the formula of an objective may use, one by one.

The objectives of the package use few of them each. Whoever writes an objective may use any; see
`gdlearn.objectives.base`.
"""

# ruff: noqa: ARG005  # every formula takes the same three, needed or not
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdlearn.arrays import frozen
from gdlearn.objectives.base import Array, DataObjective, array_namespace
from gdlearn.testing.backend_formulas import agreement
from gdlearn.testing.candidate import Candidate
from gdlearn.testing.problems import Case

Formula = Callable[[Any, Array, Array], Array]  # of the functions of the library, w (4,) and X (3, 4)


class Pair(NamedTuple):
    """A formula and its derivative.

    Attributes:
        loss: a scalar.
        gradient: its derivative by hand, shape (4,).
    """

    loss: Formula
    gradient: Formula


def _softmax(xp: Any, w: Array, X: Array) -> Array:
    E = xp.exp(X * w)
    return xp.sum(X * (E / xp.sum(E, axis=1, keepdims=True)), axis=0)


def _log_sum_exp(xp: Any, w: Array, X: Array) -> Array:
    top = xp.max(X * w, axis=1, keepdims=True)
    return xp.sum(xp.log(xp.sum(xp.exp(X * w - top), axis=1)) + xp.max(X * w, axis=1))


# What is tried -> the loss and its derivative.
EXPRESSIONS = {
    "+ and - with numbers on both sides": Pair(
        lambda xp, w, X: xp.sum((1 - w) * (2 + w) - (-w) + (w + 1)), lambda xp, w, X: 1 - 2 * w
    ),
    "/ and **": Pair(lambda xp, w, X: xp.sum(2 / (w**2 + 1) + w / 4), lambda xp, w, X: -4 * w / (w**2 + 1) ** 2 + 0.25),
    "@ and .T": Pair(lambda xp, w, X: (X.T @ (X @ w)) @ w, lambda xp, w, X: 2 * (X.T @ (X @ w))),
    "broadcasting": Pair(
        lambda xp, w, X: xp.sum((X * w - X[:, :1]) ** 2), lambda xp, w, X: xp.sum(2 * (X * w - X[:, :1]) * X, axis=0)
    ),
    "exp": Pair(lambda xp, w, X: xp.sum(xp.exp(w)), lambda xp, w, X: xp.exp(w)),
    "log": Pair(lambda xp, w, X: xp.sum(xp.log(w * w + 1)), lambda xp, w, X: 2 * w / (w * w + 1)),
    "logaddexp and zeros_like": Pair(
        lambda xp, w, X: xp.sum(xp.logaddexp(xp.zeros_like(w), w)),
        lambda xp, w, X: xp.exp(-xp.logaddexp(xp.zeros_like(w), -w)),
    ),
    "tanh": Pair(lambda xp, w, X: xp.sum(xp.tanh(w)), lambda xp, w, X: 1 - xp.tanh(w) * xp.tanh(w)),
    "clip": Pair(
        lambda xp, w, X: xp.sum(xp.clip(w, -0.5, 1.0) * w - xp.clip(w, -0.5, 1.0) ** 2 / 2),
        lambda xp, w, X: xp.clip(w, -0.5, 1.0),
    ),
    "sum with axis and keepdims": Pair(
        lambda xp, w, X: xp.sum(X * xp.sum(X * w, axis=1, keepdims=True) * w), lambda xp, w, X: 2 * (X.T @ (X @ w))
    ),
    "max with axis and keepdims": Pair(_log_sum_exp, _softmax),
    "[] and concat": Pair(
        lambda xp, w, X: xp.sum(X[0] * xp.concat([w[1:], w[:1]]) ** 2),
        lambda xp, w, X: 2 * w * xp.concat([X[0][-1:], X[0][:-1]]),
    ),
    "[] of one component": Pair(
        lambda xp, w, X: w[0] * w[-1], lambda xp, w, X: xp.concat([w[-1:], xp.zeros_like(w[1:-1]), w[:1]])
    ),
    "reshape and .shape": Pair(
        lambda xp, w, X: xp.sum((X[:, :2] @ xp.reshape(w, (2, w.shape[0] // 2))) ** 2),
        lambda xp, w, X: xp.reshape(2 * (X[:, :2].T @ (X[:, :2] @ xp.reshape(w, (2, 2)))), (4,)),
    ),
}


@dataclass(frozen=True, eq=False)
class Expression(DataObjective):
    """An objective whose loss is one formula of w and X, and has no other meaning.

    Attributes:
        pair: the formula and its derivative.
    """

    pair: Pair
    nbytes: ClassVar[int] = 0  # its rows do not add up, and so nobody may cut it

    def loss(self, w: Array) -> Array:
        """The value of the formula."""
        return self.pair.loss(array_namespace(w), w, self.X)

    def gradient(self, w: Array) -> Array:
        """The value of its derivative."""
        return self.pair.gradient(array_namespace(w), w, self.X)

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """Nothing is predicted."""
        raise NotImplementedError


_X = frozen(np.array([[0.5, -1.25, 2.0, 1.0], [1.5, 0.75, -0.25, -2.0], [3.0, 1.0, -0.5, 1.0]]))
_W = frozen(np.array([0.75, -1.5, 1.25, 0.25]))
_CASES = [Case(name, Expression(_X, frozen(np.zeros(3)), pair), _W) for name, pair in EXPRESSIONS.items()]


def derives_every_function(candidate: Candidate) -> str:
    """Every operator and every function that a formula may use, with its derivative."""
    return agreement(candidate, _CASES).sentence("formulas, one for each operator and function")
