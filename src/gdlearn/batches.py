"""Which rows are used at which step: drawn on the host from one seed, so that they are the same on every backend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdlearn.arguments import whole_number
from gdlearn.data import generator

Rows: TypeAlias = Any  # a slice, or an array of row numbers; None stands for all rows


class Batches(Protocol):
    """An endless stream of row selections for n samples, one for each step."""

    def __call__(self, n: int) -> Iterator[Rows | None]:
        """The rows of step 0, 1, 2, ...; None for all of them."""


@dataclass(frozen=True)
class FullBatch:
    """All rows at every step.

    Examples:
        >>> next(FullBatch()(10)) is None
        True
    """

    def __call__(self, n: int) -> Iterator[None]:
        """None, for ever."""
        return repeat(None)


@dataclass(frozen=True)
class InOrder:
    """The rows from the first to the last, a few at a time, and then again from the first.

    One passage through the rows is an epoch; its last batch is short where the size does not divide n. Rows that were
    stored in some order, by class or by time, are also learned in that order: `Shuffled` is the safer choice.

    Args:
        size: how many rows a step uses, 1 or more; as many as there are, or more, means all of them.

    Raises:
        InputError: if the size is not a whole number from 1.

    Examples:
        >>> batches = InOrder(size=2)(n=3)
        >>> next(batches), next(batches), next(batches)
        (slice(0, 2, None), slice(2, 3, None), slice(0, 2, None))
    """

    size: int

    def __post_init__(self) -> None:
        """Keep a Python int."""
        object.__setattr__(self, "size", whole_number("the batch size", self.size, least=1))

    def __call__(self, n: int) -> Iterator[slice]:
        """Slices, for ever: they share the memory of the data, where the library can do that."""
        while True:
            yield from _parts(n, self.size)


@dataclass(frozen=True)
class Shuffled:
    """The rows in an order that is drawn afresh for every epoch, a few at a time.

    Within an epoch every row is used exactly once, and the last batch is short where the size does not divide n. The
    order depends on the seed and n alone: whoever asks again gets the same one, whatever the backend.

    Args:
        size: how many rows a step uses, 1 or more; as many as there are, or more, means all of them.
        seed: seed of NumPy's generator, a whole number from 0; its draws are independent of data made with that seed.

    Raises:
        InputError: if the size is not a whole number from 1, or the seed not one from 0.

    Examples:
        >>> epoch = np.concatenate([rows for rows, _ in zip(Shuffled(size=4)(n=10), range(3))])
        >>> sorted(epoch.tolist())
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """

    size: int
    seed: int = 0

    def __post_init__(self) -> None:
        """Keep Python ints."""
        object.__setattr__(self, "size", whole_number("the batch size", self.size, least=1))
        object.__setattr__(self, "seed", whole_number("seed", self.seed))

    def __call__(self, n: int) -> Iterator[NDArray[np.intp]]:
        """Arrays of row numbers, for ever."""
        rng = generator(self.seed, stream=2)
        while True:
            order = rng.permutation(n)
            for part in _parts(n, self.size):
                yield order[part]


def _parts(n: int, size: int) -> Iterator[slice]:
    """One epoch: 0 ... n - 1 cut into pieces of that size, the last as long as what is left."""
    n = whole_number("the number of samples", n, least=1)  # with no rows an epoch would have no steps, for ever
    for start in range(0, n, size):
        yield slice(start, min(start + size, n))


def steps_per_epoch(n: int, size: int) -> int:
    r"""How many steps it takes until every row has been used once.

    Formula:
        $$\lceil n / s \rceil$$

    Args:
        n: the number of samples, 1 or more.
        size: the batch size s, 1 or more.

    Returns:
        The number of batches of one epoch, the short one included.

    Raises:
        InputError: if n or the size is not a whole number from 1.

    Examples:
        >>> steps_per_epoch(n=1000, size=64)
        16
    """
    n, size = whole_number("n", n, least=1), whole_number("the batch size", size, least=1)
    return -(-n // size)  # floor division of -n rounds up


BATCHES: dict[str, type] = {"full": FullBatch, "in-order": InOrder, "shuffled": Shuffled}  # by their names in commands
