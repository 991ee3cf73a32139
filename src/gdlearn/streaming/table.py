"""A table in one or many files as a source: which pieces of which files, and how a block is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import accumulate
from operator import add
from typing import Any

import numpy as np

from gdlearn.arguments import whole_number
from gdlearn.arrays import FloatArray, frozen
from gdlearn.data import Dataset
from gdlearn.errors import InputError
from gdlearn.scaling import Scaling
from gdlearn.streaming.prefetched import Prefetched
from gdlearn.streaming.source import Block, Part
from gdlearn.streaming.survey import Survey

BLOCK = 2**22  # bytes of a block: measured; smaller ones are mostly calls, larger ones leave the cache


@dataclass(frozen=True, eq=False)
class FileSource:
    """A table in one or many files, of which a few blocks are in memory at a time.

    Attributes:
        parts: which pieces of which files, in the order of the rows.
        features: the names of the d features.
        target: the name of the target, or None where only the features are read.
        title: what sentences call it: the name of a file or folder.
        block: bytes of a block in memory.
        scaling: how the features are standardised, or None where they are as they came.
        seen: called with the number of rows of every block, for whoever shows progress.
        checked: the parts whose numbers were looked at, every one.
    """

    parts: tuple[Part, ...]
    features: tuple[str, ...]
    target: str | None
    title: str
    block: int = BLOCK
    scaling: Scaling | None = None
    seen: Callable[[int], Any] | None = None
    checked: set[Part] = field(default_factory=set, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the p columns of X: the features, then the bias."""
        return (*self.features, "bias")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are read: the target, if there is one, and the features."""
        return self.features if self.target is None else (self.target, *self.features)

    @property
    def rows_per_block(self) -> int:
        """How many rows a block has at most."""
        return max(1, self.block // (8 * (len(self.features) + 2)))

    @property
    def nbytes(self) -> int:
        """The bytes that one pass over the rows reads: those of the files, or of its pieces of them."""
        return sum(part.nbytes for part in self.parts)

    @cached_property
    def n(self) -> int:
        """The number of rows; a text file is read once to know it."""
        known = [part.rows for part in self.parts]
        return self.survey.n if None in known else sum(rows for rows in known if rows is not None)

    @cached_property
    def survey(self) -> Survey:
        """Number, mean, spread and range of the features and the target as they came, in this order, from one pass."""
        plain, d = replace(self, scaling=None), len(self.features)
        order = np.roll(np.arange(len(self.names)), d - len(self.names))  # the target, which is read first, comes last
        return reduce(add, (Survey.of(table[:, order]) for table in Prefetched(plain.tables())))

    def blocks(self) -> Iterator[Block]:
        """X (m, p), the column of ones last, and y (m,), until all rows have come once; see `tables`."""
        return ((table[:, 1:], table[:, 0]) for table in self.tables())

    def tables(self) -> Iterator[FloatArray]:
        """The target, if there is one, the features and a column of ones; read-only, columns contiguous.

        Every number is looked at in the first pass; from then on the size and the time of the files are.

        Raises:
            InputError: if a file is damaged or was changed, or a cell is no finite number.
        """
        names, found = self.names, 0
        features = slice(len(names) - len(self.features), len(names))
        for part in self.parts:
            for room in part.read(names, self.rows_per_block, check=part not in self.checked):
                table = room.table
                if self.scaling is not None:
                    table[:, features] -= self.scaling.mean
                    table[:, features] /= self.scaling.std
                frozen(table)
                found += len(table)
                yield table
                if self.seen is not None:
                    self.seen(len(table))
            self.checked.add(part)
        if not found:
            raise InputError(f"{self.title} has no rows; write at least one.")

    def dataset(self) -> Dataset:
        """All rows in memory, scaled as they are here."""
        X, y, first = np.empty((self.n, len(self.columns)), order="F"), np.empty(self.n), 0
        for some_X, some_y in self.blocks():
            rows = slice(first, first + len(some_y))
            X[rows], y[rows], first = some_X, some_y, rows.stop
        return Dataset(frozen(X), frozen(y), self.features, str(self.target), self.title, scaling=self.scaling)

    def shard(self, rank: int, ranks: int) -> FileSource:
        """The rows of one of several ranks: its own files, or its own row groups or rows of a file.

        Args:
            rank: which of them, from 0 to ranks - 1.
            ranks: how many there are, 1 or more.

        Returns:
            A source of some of the pieces. Those of all ranks together are all pieces, each once; their numbers differ
            by at most one. Scaling stays that of all rows.

        Raises:
            InputError: if there are fewer pieces than ranks, or the rank is none of them.
        """
        ranks, rank = whole_number("ranks", ranks, least=1), whole_number("rank", rank)
        counts = [len(part.pieces) for part in self.parts]
        if rank >= ranks:
            raise InputError(f"rank is {rank}; with {ranks} ranks it must be at most {ranks - 1}.")
        if sum(counts) < ranks:
            raise InputError(
                f"the files, row groups or rows of {self.title} that can be read apart are {sum(counts)}, too few for "
                f"{ranks} ranks; write it as more files, or as Parquet with more row groups."
            )
        low, high = sum(counts) * rank // ranks, sum(counts) * (rank + 1) // ranks
        parts = []
        for part, end in zip(self.parts, accumulate(counts), strict=True):
            begin = end - len(part.pieces)
            pieces = part.pieces[max(low - begin, 0) : max(high - begin, 0)]
            if pieces:
                parts.append(Part(part.file, pieces))
        return replace(self, parts=tuple(parts))

    def standardise(self) -> FileSource:
        """The same rows with every feature at mean 0 and standard deviation 1, which takes one pass over them.

        Raises:
            InputError: if a feature is constant: it says nothing that the bias does not, and would divide by zero.
        """
        return self if self.scaling else self._with_survey(scaling=self.survey.scaling(self.features))

    def watched(self, seen: Callable[[int], Any]) -> FileSource:
        """The same rows; `seen` is called with the number of rows of every block."""
        return self._with_survey(seen=seen)

    def original_units(self, w: FloatArray) -> FloatArray:
        """Weights (p,) for the features as they came, whether or not they are standardised."""
        return w.copy() if self.scaling is None else self.scaling.to_original(w)

    def _with_survey(self, **fields: Any) -> FileSource:
        """A copy with other values in some fields; the rows stay, so what was found in them stays true."""
        other = replace(self, **fields)
        other.__dict__.update({name: self.__dict__[name] for name in ("n", "survey") if name in self.__dict__})
        return other
