"""The functions that a formula may call on `Rounded` arrays: value, and how the error goes through."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.theory.rounded import LIBRARY, Rounded, gamma


def exp(x: Rounded) -> Rounded:
    """Exponential: an error e in the exponent is a factor of e to that e."""
    with np.errstate(over="ignore", invalid="ignore"):  # 0 times infinity: nothing is known, and the bound says so
        value = np.exp(x.value)
        return x._rounded(value, np.where(x.error > 0, value * np.expm1(x.error), 0.0), x.tiny, LIBRARY)


def log(x: Rounded) -> Rounded:
    """The logarithm: its error is the relative error of its argument."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(x.error > 0, x.error / np.abs(x.value), 0.0)
        off = np.where(share < 1, -np.log1p(-np.minimum(share, 1.0)), np.inf)
        return x._rounded(np.log(x.value), off, x.tiny, LIBRARY)


def tanh(x: Rounded) -> Rounded:
    """The hyperbolic tangent: nowhere steeper than 1."""
    return x._rounded(np.tanh(x.value), x.error, x.tiny, LIBRARY)


def logaddexp(a: Rounded, b: Rounded) -> Rounded:
    """log(exp a + exp b) = max + log(1 + exp(-|a - b|)): never moves further than its arguments.

    Inside, the difference and the logarithm are rounded. Where max and logarithm cancel, that is more than what the
    rounding of the small result allows.
    """
    value, apart = np.logaddexp(a.value, b.value), np.abs(a.value - b.value)
    inside = gamma(LIBRARY, a.u) * (apart * np.exp(-apart) + np.log1p(np.exp(-apart)))
    return a._rounded(value, np.maximum(a.error, b.error) + inside, a.tiny, LIBRARY)


def clip(x: Rounded, low: float, high: float) -> Rounded:
    """Cut off below and above: never moves further than its argument; the limits are rounded to the dtype."""
    off = x.u * np.maximum(np.abs(low), np.abs(high))
    return Rounded(np.clip(x.value, low, high), x.error + off, x.dtype)


def sum(x: Rounded, axis: int | None = None, keepdims: bool = False) -> Rounded:  # noqa: A001  # the standard's name
    """The sum, added up in any order."""
    value, off, size = (a.sum(axis=axis, keepdims=keepdims) for a in (x.value, x.error, x.size))
    terms = x.value.size if axis is None else x.shape[axis]
    return Rounded(value, off + gamma(terms, x.u) * size, x.dtype)


def max(x: Rounded, axis: int | None = None, keepdims: bool = False) -> Rounded:  # noqa: A001
    """The largest value: never moves further than the values; nothing is rounded."""
    value, off = (a.max(axis=axis, keepdims=keepdims) for a in (x.value, x.error))
    return Rounded(value, off, x.dtype)


def concat(parts: list[Rounded], axis: int = 0) -> Rounded:
    """One after the other; nothing is rounded."""
    value, error = (np.concatenate([getattr(p, name) for p in parts], axis=axis) for name in ("value", "error"))
    return Rounded(value, error, parts[0].dtype)


def reshape(x: Rounded, shape: Any) -> Rounded:
    """Another shape; nothing is rounded."""
    return Rounded(np.reshape(x.value, shape), np.reshape(x.error, shape), x.dtype)


def zeros_like(x: Rounded) -> Rounded:
    """Exact zeros."""
    return Rounded(np.zeros_like(x.value), 0.0, x.dtype)
