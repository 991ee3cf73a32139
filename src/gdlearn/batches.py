"""Which rows are used at which step: drawn on the host from one seed, so that they are the same on every backend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Protocol, TypeAlias

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
