"""What ranks say to each other: three messages, whoever carries them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdlearn.errors import GdlearnError, InputError
from gdlearn.objectives.base import Array

T = TypeVar("T")


class Group(Protocol):
    """Several processes, the ranks, that run the same program on different rows.

    Every call is made by all ranks, in the same order: a rank that leaves one out makes the others wait.
    """

    @property
    def rank(self) -> int:
        """The number of this rank, from 0."""

    @property
    def ranks(self) -> int:
        """How many there are, k."""

    def sum(self, array: Array) -> Array:
        """The sum of the arrays of all ranks, the same on every rank: an all-reduce.

        Args:
            array: of NumPy or PyTorch, the same shape and dtype on every rank; it is not changed.
        """

    def gather(self, thing: T) -> list[T]:
        """What every rank gave, in the order of the ranks; anything that pickles."""

    def barrier(self) -> None:
        """Wait until every rank is here."""


class Alone:
    """A group of one rank: nothing travels, and every program for many ranks runs on it.

    Examples:
        >>> Alone().sum(np.array([1.0, 2.0]))
        array([1., 2.])
    """

    rank = 0
    ranks = 1

    def sum(self, array: Array) -> Array:
        """The array itself, as a copy."""
        return array + 0

    def gather(self, thing: T) -> list[T]:
        """The one thing."""
        return [thing]

    def barrier(self) -> None:
        """Everyone is here."""


def stack(group: Group, array: NDArray[Any]) -> NDArray[Any]:
    """The arrays of all ranks on top of each other, to the last bit: every rank adds to rows of zeros.

    Args:
        group: the ranks.
        array: of NumPy, the same shape and dtype on every rank.

    Returns:
        Shape (ranks, ...), in the order of the ranks.

    Examples:
        >>> stack(Alone(), np.array([1.0, 2.0]))
        array([[1., 2.]])
    """
    rows = np.zeros((group.ranks, *array.shape), array.dtype)
    rows[group.rank] = array
    together: NDArray[Any] = group.sum(rows)
    return together


def rows_of(rank: int, ranks: int, n: int) -> slice:
    """Which of n rows a rank holds: neighbours, as many as the others hold or one more.

    Examples:
        >>> [rows_of(rank, 3, 10) for rank in range(3)]
        [slice(0, 3, None), slice(3, 6, None), slice(6, 10, None)]
    """
    return slice(n * rank // ranks, n * (rank + 1) // ranks)


def together(group: Group, work: Callable[[], T]) -> T:
    """What this rank's `work` returns, if that of every rank went well; otherwise every rank raises the first error.

    Without it a rank that cannot read its file would leave the others waiting for its first gradient.

    Raises:
        InputError: the sentence of the lowest rank that raised an error of this package.

    Examples:
        >>> together(Alone(), lambda: 3)
        3
    """
    result, said = None, ""
    try:
        result = work()
    except GdlearnError as error:
        said = str(error)
    if first := next(filter(None, group.gather(said)), ""):
        raise InputError(first)
    return result  # type: ignore[return-value]  # nobody raised, so there is one
