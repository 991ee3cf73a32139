"""The formula of lesson 4 in NumPy: X is read for the prediction, and once more for the gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.benchmark.case import RATE
from gdlearn.benchmark.contestant import Walk


def rows_contiguous(X: Any, y: Any, start: Any) -> Walk:
    """X in memory row after row, as NumPy makes it."""
    return _formula(np.array(X, order="C"), np.array(y), start)


def columns_contiguous(X: Any, y: Any, start: Any) -> Walk:
    """X in memory column after column, as `Dataset` keeps it."""
    return _formula(np.array(X, order="F"), np.array(y), start)


def _formula(X: Any, y: Any, start: Any) -> Walk:
    def walk(steps: int) -> Any:
        w, losses = start, []
        for _ in range(steps):
            r = X @ w - y
            losses.append(float(r @ r) / len(y))
            w = w - RATE * 2 / len(y) * (X.T @ r)
        return w

    return walk
