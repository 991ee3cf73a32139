"""Every operation that an objective may use, in formulas for arrays of any library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray

SHAPES = {"A": (3, 2), "B": (2, 4), "C": (3, 1), "u": (3,), "v": (2,)}
NAMES = ("exp", "log", "logaddexp", "tanh", "clip", "sum", "max", "concat", "reshape", "zeros_like")
FORMULAS = (
    # operators, with everything that broadcasts
    "A + A",
    "A - v",
    "C * A",
    "C / v",
    "(2 + A) - (3 - A) * (0.5 * A) / (1 / A)",
    "(A + 2) - (A - 3) * (A * 0.5) / (A / 4)",
    "-(A * 2)",
    "A**2",
    "u**3",
    "(A * A) ** 0.5",
    "A**-1",
    "A**0 * v",
    # products of vectors and matrices
    "u @ u",
    "A @ v",
    "u @ A",
    "A @ B",
    "A.T @ u",
    "(A @ v) * (A @ v) + A @ v",
    # functions of single numbers
    "exp(A)",
    "log(A * A + 1)",
    "tanh(A)",
    "logaddexp(A, v)",
    "logaddexp(zeros_like(u), u)",
    "clip(A, -1, 1)",
    # along an axis
    "sum(A) * v",
    "sum(A, axis=0)",
    "sum(A, axis=1) * u",
    "sum(A, axis=-1, keepdims=True) * A",
    "sum(A, keepdims=True) * A",
    "max(A) * v",
    "max(A, axis=0)",
    "A - max(A, axis=1, keepdims=True)",
    # other shapes
    "concat([u, v, u])",
    "concat([A, C, A], axis=1)",
    "concat([u])",
    "reshape(A, (2, 3)) @ u",
    "reshape(A, (-1,))",
    "reshape(u, (3, 1)) * A",
    # square brackets
    "u[-1] * v + A[0, 1]",
    "A[1] * v",
    "u[1:] * v",
    "A[::2]",
    "A[:, 0] * u",
    "A[:-1, 1:]",
    "u[:, None] * v[None, :]",
    "A[array([2, 0, 2])]",
    # what objectives make of them
    "exp(A - max(A, axis=1, keepdims=True)) / sum(exp(A), axis=1, keepdims=True)",
    "tanh(A @ B + 1) @ reshape(B, (4, 2)) @ v",
)


def draw_arrays(seed: int = 0) -> list[FloatArray]:
    """A, B, C, u and v: numbers around 1 in size, none of them at a kink or close to 0."""
    rng = np.random.default_rng(seed)
    return [rng.choice([-1.0, 1.0], shape) * rng.uniform(0.6, 1.7, shape) for shape in SHAPES.values()]


def evaluate(formula: str, xp: Any, arrays: Sequence[Any]) -> Any:
    """The value of a formula, with the functions of `xp`; row numbers are drawn on the host."""
    functions = {name: getattr(xp, name) for name in NAMES}
    return eval(formula, functions | {"array": np.array} | dict(zip(SHAPES, arrays, strict=True)))
