"""One pass over the rows: prediction, loss, slope and gradient of a block while it is in the cache of its core."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import numba
import numpy as np
from numba import njit, prange

NARROW, FEW = 16, 64  # tables with fewer columns are taken by so many rows: a block stays in the first cache
MANY, CACHE = 1024, 2**20  # all others by so many rows, or bytes: the memory cannot follow many columns in short pieces
SERIAL = 2**15  # numbers of X up to which one thread is done before a second has started
APART = 16  # float64 numbers between the sums of two threads, so that they share no cache line
REORDER = {"reassoc", "contract", "nsz"}  # any order, fused multiply-add; NaN stays NaN

Kernel: TypeAlias = Callable[[Any, Any, Any, float, int, int], Any]


def one_pass(kernel: Kernel, X: Any, y: Any, w: Any, setting: float) -> Any:
    """The gradient and, last, the loss, both without their factor, shape (p + 1,), float64.

    Args:
        kernel: what `compiled` made of the loss and slope of one sample.
        X: design matrix, shape (n, p), columns contiguous.
        y: targets, shape (n,).
        w: weights, shape (p,).
        setting: the number that goes to the loss of every sample.
    """
    rows = max(FEW, 256 // len(w) if len(w) < NARROW else min(MANY, CACHE // (X.itemsize * len(w))))
    threads = 1 if X.size <= SERIAL else numba.get_num_threads()
    return kernel(X.T, y, w, setting, rows, threads)


@njit(fastmath=REORDER, nogil=True)
def predict(XT: Any, w: Any, first: int, last: int, z: Any) -> None:
    """Write z = X w of some rows. Four columns at a time: z is read and written a quarter as often."""
    p, four = len(w), len(w) // 4 * 4
    z[:] = 0
    for j in range(0, four, 4):
        a, b, c, d = XT[j, first:last], XT[j + 1, first:last], XT[j + 2, first:last], XT[j + 3, first:last]
        for i in range(len(z)):
            z[i] += (a[i] * w[j] + b[i] * w[j + 1]) + (c[i] * w[j + 2] + d[i] * w[j + 3])
    for j in range(four, p):
        a = XT[j, first:last]  # a piece of one row of X.T: the compiler sees that it is contiguous
        for i in range(len(z)):
            z[i] += a[i] * w[j]


@njit(fastmath=REORDER, nogil=True)
def lead_back(XT: Any, slopes: Any, first: int, last: int, sums: Any) -> None:
    """Add X's of some rows to the first p of the sums, four columns at a time; a block is added up in its own dtype."""
    p, four = len(XT), len(XT) // 4 * 4
    for j in range(0, four, 4):
        a, b, c, d = XT[j, first:last], XT[j + 1, first:last], XT[j + 2, first:last], XT[j + 3, first:last]
        to_a = to_b = to_c = to_d = slopes.dtype.type(0)
        for i in range(len(slopes)):
            s = slopes[i]
            to_a, to_b, to_c, to_d = to_a + a[i] * s, to_b + b[i] * s, to_c + c[i] * s, to_d + d[i] * s
        sums[j] += to_a
        sums[j + 1] += to_b
        sums[j + 2] += to_c
        sums[j + 3] += to_d
    for j in range(four, p):
        a, to_a = XT[j, first:last], slopes.dtype.type(0)
        for i in range(len(slopes)):
            to_a += a[i] * slopes[i]
        sums[j] += to_a


@cache
def compiled(loss_and_slope: Callable[[float, float, float], tuple[float, float]]) -> Kernel:
    """Machine code for one loss, for every dtype at its first use; that takes a second or two, once in a process."""
    loss_of: Any = njit(loss_and_slope)

    @njit(fastmath=REORDER, nogil=True)
    def add_rows(XT: Any, y: Any, w: Any, setting: float, rows: int, first: int, last: int, sums: Any) -> None:
        """Add the gradient and the loss of the rows from first to last to `sums`, block by block."""
        room = np.empty(rows, w.dtype)
        for start in range(first, last, rows):
            end = min(start + rows, last)
            z, targets, loss = room[: end - start], y[start:end], w.dtype.type(0)
            predict(XT, w, start, end, z)
            for i in range(len(z)):
                its_loss, z[i] = loss_of(z[i], targets[i], setting)  # from here on z is the slope
                loss += its_loss
            sums[len(w)] += loss
            lead_back(XT, z, start, end, sums)

    @njit(parallel=True, nogil=True)
    def all_rows(XT: Any, y: Any, w: Any, setting: float, rows: int, threads: int) -> Any:
        p, n = XT.shape
        blocks = -(-n // rows)
        sums = np.zeros((threads, p + 1 + APART))
        for k in prange(threads):
            first, last = k * blocks // threads * rows, min(n, (k + 1) * blocks // threads * rows)
            add_rows(XT, y, w, setting, rows, first, last, sums[k])
        return sums[:, : p + 1].sum(axis=0)

    def run(XT: Any, y: Any, w: Any, setting: float, rows: int, threads: int) -> Any:
        if threads > 1:
            return all_rows(XT, y, w, setting, rows, threads)
        sums = np.zeros(len(w) + 1)
        add_rows(XT, y, w, setting, rows, 0, len(y), sums)
        return sums

    return run
