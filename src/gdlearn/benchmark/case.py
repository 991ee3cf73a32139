"""The problem that all contestants descend on: its shape, its precision, and how many threads they may use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gdlearn.arguments import whole_number
from gdlearn.arrays import FloatArray
from gdlearn.backends import DTYPES
from gdlearn.errors import InputError

BLOCK = 100_000  # rows that are turned into float64 at a time
RATE = 0.01  # the learning rate of every contestant: stable on features of mean 0 and standard deviation 1


@dataclass(frozen=True)
class Case:
    """n samples, p weights, a precision and a number of threads.

    Attributes:
        n: the number of samples, 2 or more.
        p: the number of weights, the bias among them, 2 or more.
        dtype: "float64" or "float32".
        threads: how many threads, and how many cores, every contestant may use.

    Raises:
        InputError: if one of them is something else.

    Examples:
        >>> Case(1_000_000, 10).nbytes
        80000000
    """

    n: int
    p: int
    dtype: str = "float64"
    threads: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be measured."""
        for name, least in (("n", 2), ("p", 2), ("threads", 1)):
            whole_number(name, getattr(self, name), least)
        if self.dtype not in DTYPES:
            raise InputError(f"the dtype is {self.dtype!r}; it must be one of {', '.join(DTYPES)}.")

    @property
    def nbytes(self) -> int:
        """The bytes of X: what a step that knows nothing in advance has to read."""
        return self.n * self.p * np.dtype(self.dtype).itemsize

    @property
    def shape(self) -> str:
        """The shape as it is written on the command line: "1000000x10"."""
        return f"{self.n}x{self.p}"

    def __str__(self) -> str:
        """The case in words: "1000 x 2, float64, 1 thread"."""
        return f"{self.n} x {self.p}, {self.dtype}, {self.threads} thread{'s' * (self.threads > 1)}"

    def write(self, folder: Path) -> None:
        """Draw the data and write them as `X.npy` (n, p), columns contiguous as in a `Dataset`, and `y.npy` (n,)."""
        rng = np.random.default_rng(0)
        X = np.lib.format.open_memmap(folder / "X.npy", "w+", self.dtype, (self.n, self.p), fortran_order=True)
        y = rng.normal(3, 4, self.n)
        for column, weight in zip(X.T[:-1], rng.standard_normal(self.p - 1), strict=True):
            values = rng.standard_normal(self.n)
            column[:] = values
            y += weight * values
        X[:, -1] = 1
        X.flush()
        np.save(folder / "y.npy", y.astype(self.dtype))


def read(folder: Path) -> tuple[Any, Any]:
    """X (n, p) and y (n,) as they lie in the folder: memory maps that all processes share and nobody can change."""
    X, y = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in "Xy")
    return X, y


def shape_of(text: str) -> tuple[int, int]:
    """The n and the p of a shape as it is typed.

    Raises:
        InputError: if it is no shape.

    Examples:
        >>> shape_of("1000000x10")
        (1000000, 10)
    """
    found = re.fullmatch(r"(\d+) ?[x×] ?(\d+)", text.strip())
    if not found:
        raise InputError(f"the case is {text!r}; write samples x weights, such as 100000x10.")
    return int(found[1]), int(found[2])


def by_formula(X: Any, y: Any, start: FloatArray, steps: int) -> FloatArray:
    r"""The weights (p,) after so many steps, in float64: what every contestant has to arrive at.

    Formula:
        $$w \leftarrow w - \eta \tfrac{2}{n} X^\top (X w - y)$$
    """
    w = np.array(start, dtype=np.float64)
    for _ in range(steps):
        gradient = np.zeros_like(w)
        for first in range(0, len(y), BLOCK):
            rows = X[first : first + BLOCK].astype(np.float64)
            gradient += rows.T @ (rows @ w - y[first : first + BLOCK])
        w -= RATE * 2 / len(y) * gradient
    return w
