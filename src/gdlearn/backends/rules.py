"""Every operation and its derivative, side by side.

A rule takes the values that go into an operation. It returns the value c that comes out and then, for each array that
went in, what flows back to it: a function of g, the slope of the loss with respect to c. That is the chain rule, one
line for each operation. Shapes that were broadcast are not restored here: the tape does that once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

Rule: TypeAlias = tuple[Any, ...]  # the value, then one function for each array


def matmul(a: Any, b: Any) -> Rule:
    """The matrix product; a vector on the left counts as a row, one on the right as a column."""
    A, B = np.atleast_2d(a), b.reshape(len(b), -1)
    G = (len(A), B.shape[1])  # the shape of the result, as long as it is a matrix
    return (
        a @ b,
        lambda g: (np.reshape(g, G) @ B.T).reshape(a.shape),
        lambda g: (A.T @ np.reshape(g, G)).reshape(b.shape),
    )


def largest(a: Any, axis: int | None, keepdims: bool) -> Rule:
    """The largest value; where several are the largest, they share the slope, as in PyTorch's amax."""
    c = np.max(a, axis=axis, keepdims=True)
    share = (a == c) / np.sum(a == c, axis=axis, keepdims=True)
    return c if keepdims else np.squeeze(c, axis), lambda g: share * np.reshape(g, c.shape)


def total(a: Any, axis: int | None, keepdims: bool) -> Rule:
    """The sum; every term gets the whole slope."""
    c = np.sum(a, axis=axis, keepdims=True)
    return c if keepdims else np.squeeze(c, axis), lambda g: np.reshape(g, c.shape)


def scatter(g: Any, key: Any, a: Any) -> Any:
    """Zeros with the slope `g` put where `a[key]` was taken from; added, where an element was taken twice."""
    whole = np.zeros_like(a)
    np.add.at(whole, key, g)
    return whole


RULES: dict[str, Callable[..., Rule]] = {
    "+": lambda a, b: (a + b, lambda g: g, lambda g: g),
    "-": lambda a, b: (a - b, lambda g: g, lambda g: -g),
    "*": lambda a, b: (a * b, lambda g: g * b, lambda g: g * a),
    "/": lambda a, b: (c := a / b, lambda g: g / b, lambda g: -g * c / b),
    "**": lambda a, k: (a**k, lambda g: g * k * a ** (k - 1 if k else 0)),
    "@": matmul,
    "neg": lambda a: (-a, lambda g: -g),
    "exp": lambda a: (c := np.exp(a), lambda g: g * c),
    "log": lambda a: (np.log(a), lambda g: g / a),
    "tanh": lambda a: (c := np.tanh(a), lambda g: g * (1 - c * c)),
    "logaddexp": lambda a, b: (c := np.logaddexp(a, b), lambda g: g * np.exp(a - c), lambda g: g * np.exp(b - c)),
    # 1 inside and 0 outside. At the two ends no slope is right; like PyTorch we say 1.
    "clip": lambda a, low, high: (np.clip(a, low, high), lambda g: g * ((low <= a) & (a <= high))),
    "sum": total,
    "max": largest,
    "reshape": lambda a, shape: (np.reshape(a, shape), lambda g: np.reshape(g, a.shape)),
    "transpose": lambda a: (np.transpose(a), lambda g: np.transpose(g)),
    "[]": lambda a, key: (a[key], lambda g: scatter(g, key, a)),
    "concat": lambda a, b, axis: (
        np.concatenate([a, b], axis),
        lambda g: np.split(g, [a.shape[axis]], axis)[0],
        lambda g: np.split(g, [a.shape[axis]], axis)[1],
    ),
}
