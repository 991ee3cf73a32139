"""The sum before the descent: n rows of `[X y]` become p + 1 rows, and every squared length stays what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10, sqrt
from typing import Any

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError

BLOCK = 2**21  # bytes of a block of rows: it stays in a core's cache while it is used twice
SAMPLE = 4096  # rows from which the middle of each column is guessed
CHOLESKY = 1e7  # up to this condition number two Cholesky passes keep all digits; 1/sqrt(eps) is the end
EPS = float(np.finfo(np.float64).eps)
PASSES = {"cholesky": 1, "cholesky twice": 2, "householder": 2}  # over the rows, by method

Blocks = Callable[[], Iterable[tuple[Any, Any]]]  # X (m, p) and y (m,), block by block; every call begins again


@dataclass(frozen=True, eq=False)
class Triangle:
    r"""p + 1 rows that stand for n rows of a table B = [X y]: $|B v| = |R v|$ for every v.

    Attributes:
        rows: R, shape (p + 1, p + 1), float64.
        n: the number of rows that it stands for.
        condition: the condition number of B, its columns taken around their middle and at length 1.
        method: "cholesky" (one pass over the rows), "cholesky twice" or "householder".
        digits: how many decimal digits the smallest possible squared error keeps, 0 if it is below rounding.
    """

    rows: FloatArray
    n: int
    condition: float
    method: str
    digits: float

    @property
    def passes(self) -> int:
        """How often the rows were read."""
        return PASSES[self.method]


def triangle(X: Any, y: Any, block: int = BLOCK) -> Triangle:
    r"""The triangle of [X y].

    Formula:
        $$B = [X\; y] = Q R, \qquad |X w - y|^2 = \left| B \begin{pmatrix} w \\ -1 \end{pmatrix} \right|^2
          = \left| R \begin{pmatrix} w \\ -1 \end{pmatrix} \right|^2$$

    Args:
        X: design matrix, shape (n, p), float64 or float32; whole or a memory map.
        y: targets, shape (n,).
        block: bytes of the rows that are worked on at a time.

    Returns:
        The triangle, and how it was found.

    Numerics:
        The first pass adds up the products of the columns, B'B, in float64. Its Cholesky factor loses as many digits as
        the square of the condition number has. If a sum of n terms loses as many to rounding (those of the root of n),
        it is the triangle. Otherwise a second pass does the same with Q = B R^-1, which is close to orthogonal, and
        mends the factor (CholeskyQR2). Where B'B has no usable factor, Householder's QR goes over the rows, block by
        block. Beside a column of ones the middle of every column is taken away first, and put back into R: an offset
        costs nothing then.

    Source:
        Yamamoto, Nakatsukasa, Yanagisawa, Fukaya, Roundoff error analysis of the CholeskyQR2 algorithm, Electronic
        Transactions on Numerical Analysis 44, 2015.

    Examples:
        >>> X, y = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), np.array([8.0, 13.0, 21.0])
        >>> found, w = triangle(X, y), np.array([5.0, 2.0])
        >>> bool(np.isclose(np.sum((found.rows @ [*w, -1.0]) ** 2), np.sum((X @ w - y) ** 2)))
        True
    """
    return triangle_of(lambda: [(X, y)], block)


def triangle_of(blocks: Blocks, block: int = BLOCK) -> Triangle:
    """The triangle of [X y] from rows that come block by block: of a file, or of anything that can be read again.

    Args:
        blocks: called once for every pass; X (m, p) and y (m,) of all rows, in pieces of any length.
        block: bytes of the rows that are worked on at a time; longer pieces are cut.

    Returns:
        The triangle, and how it was found; see `triangle` for its numerics.

    Raises:
        InputError: if the second pass has other rows than the first, or some pieces only end in a column of ones.

    Examples:
        >>> halves = [(np.array([[1.0, 1.0]]), np.array([8.0])), (np.array([[2.0, 1.0]]), np.array([13.0]))]
        >>> triangle_of(lambda: halves).n
        2
    """
    table = Table(blocks, block)
    with np.errstate(over="ignore", invalid="ignore"):  # squares too large for float64: Householder takes none
        products = table.products()
        lengths = np.sqrt(np.diag(products))
        lengths[lengths == 0] = 1.0  # a column of zeros
        factor, condition = _factor(products / np.outer(lengths, lengths))
    method = "cholesky"
    if condition > CHOLESKY:
        method, factor = "householder", table.householder()
        lengths = np.abs(factor).max(axis=0)
        lengths[lengths == 0] = 1.0
        factor /= lengths
        condition = float(np.linalg.cond(factor))
    elif condition**2 > sqrt(table.n):
        method = "cholesky twice"
        factor = _factor(table.products(over=factor * lengths))[0] @ factor
    return Triangle(table.moved_back(factor * lengths), table.n, condition, method, _digits(factor))


def stacked(triangles: Sequence[Triangle]) -> Triangle:
    r"""The triangle of all rows, from those of parts of them: files, or ranks.

    Formula:
        $$\begin{pmatrix} R_1 \\ R_2 \end{pmatrix} = Q R \quad\Rightarrow\quad
          |R v|^2 = |R_1 v|^2 + |R_2 v|^2$$

    Args:
        triangles: one or more, all of the same size.

    Returns:
        A triangle of the same size, with the sum of their rows. Its condition and method are the worst of theirs.

    Examples:
        >>> a, b = (triangle(np.array([[x, 1.0]]), np.array([3 * x])) for x in (1.0, 2.0))
        >>> both, v = stacked([a, b]), np.array([5.0, 2.0, -1.0])
        >>> both.n, bool(np.isclose(np.sum((both.rows @ v) ** 2), 4.0**2 + 6.0**2))
        (2, True)
    """
    rows: Any = np.linalg.qr(np.concatenate([each.rows for each in triangles]), mode="r")
    condition = max(each.condition for each in triangles)
    method = max((each.method for each in triangles), key=list(PASSES).index)
    return Triangle(rows, sum(each.n for each in triangles), condition, method, min(e.digits for e in triangles))


def _digits(factor: FloatArray) -> float:
    """How many decimal digits the last diagonal element has, the root of the smallest squared error."""
    left = abs(factor[-1, -1]) / (EPS * np.linalg.norm(factor[:, -1]) or 1.0)
    return log10(left) if left > 1 else 0.0


def _factor(products: FloatArray) -> tuple[Any, float]:
    """R with R'R = products, and its condition number; infinite where there is no such R in float64."""
    try:
        factor = np.linalg.cholesky(products).T
        return factor, float(np.linalg.cond(factor))
    except np.linalg.LinAlgError:
        return products, np.inf


class Table:
    """The rows [X y], a block at a time, in float64, around the middle of their columns.

    Args:
        pieces: X (m, p) and y (m,) of all rows, in pieces of any length.
        block: bytes of a block.
    """

    def __init__(self, pieces: Blocks, block: int = BLOCK) -> None:
        self.pieces = pieces
        X, y = next(iter(pieces()))
        self.n, self.columns = 0, X.shape[1] + 1
        self.step = max(self.columns, block // (8 * self.columns))
        self.middle = np.zeros(self.columns)
        self.ones = bool((X[:, -1] == 1).all())
        if self.ones:
            few = slice(None, None, max(1, len(y) // SAMPLE))
            self.middle[:-1] = np.mean(X[few], axis=0, dtype=np.float64)
            self.middle[-1] = np.mean(y[few], dtype=np.float64)
            self.middle[-2] = 0.0  # the ones stay: with them the middle is put back

    def blocks(self) -> Iterator[FloatArray]:
        """The rows, block by block; each block is written over the one before."""
        n = 0
        for X, y in self.pieces():
            if self.ones and n and not (X[:, -1] == 1).all():
                raise InputError("the last column is 1 in the first rows and not in all; put the column of ones last.")
            n += len(y)
            room = np.empty((self.columns, min(self.step, len(y)))).T  # columns contiguous, as those of a dataset
            for first in range(0, len(y), self.step):
                rows = slice(first, min(first + self.step, len(y)))
                block = room[: rows.stop - first]
                np.subtract(X[rows], self.middle[:-1], out=block[:, :-1])
                np.subtract(y[rows], self.middle[-1], out=block[:, -1])
                yield block
        if self.n not in (0, n):
            raise InputError(f"there were {self.n} rows in the first pass and {n} in the second; start again.")
        self.n = n

    def products(self, over: FloatArray | None = None) -> FloatArray:
        """B'B; or Q'Q for Q = B R^-1, if R is given."""
        total = np.zeros((self.columns, self.columns))
        for block in self.blocks():
            rows = block if over is None else np.linalg.solve(over.T, block.T).T
            total += rows.T @ rows
        return total

    def householder(self) -> FloatArray:
        """R of B = QR, by Householder's reflections: a pile of triangles, reduced again and again."""
        pile: Any = np.zeros((0, self.columns))
        for block in self.blocks():
            pile = np.linalg.qr(np.concatenate([pile, block]), mode="r")
        return np.concatenate([pile, np.zeros((max(0, self.columns - len(pile)), self.columns))])

    def moved_back(self, factor: FloatArray) -> FloatArray:
        """The triangle of the columns as they came: the middle, times the column of ones, is added again."""
        rows: Any = np.linalg.qr(factor + np.outer(factor[:, -2], self.middle), mode="r")
        return rows  # type: ignore[no-any-return]  # NumPy's annotation is that of the other modes
