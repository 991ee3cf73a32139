"""The rows of one rank, seen as what they are a part of: an objective over the rows of all ranks."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any, Self

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.distributed.group import Group, rows_of, stack
from gdlearn.errors import InputError
from gdlearn.lazy import cached_property
from gdlearn.objectives.base import Array, Holder, Objective, array_namespace
from gdlearn.objectives.mse import MeanSquaredError
from gdlearn.objectives.triangle import Triangle, stacked, triangle
from gdlearn.summary import describe
from gdlearn.theory.rounded import Rounded


class Shard(Objective):
    r"""An objective over the rows of all ranks, of which this rank holds some.

    Formula:
        $$L(w) = \sum_i s_i L_i(w), \qquad \nabla L(w) = \sum_i s_i \nabla L_i(w)$$

        with $L_i$ the loss over the rows of rank i, and the share $s_i$ of these rows: $n_i / n$ for a mean, 1 for a
        sum. The sum is taken in the order of the ranks.

    Everything that is asked of it is a message, so all ranks ask together. It answers on the host, as bounds and
    witnesses need it; a descent asks the backend `Distributed`, which takes this rank's rows out of it.

    Args:
        own: the objective on the rows of this rank, without penalties; it may have no rows.
        group: the ranks.
        sizes: how many rows every rank holds; asked of all ranks, if left out.

    Raises:
        InputError: if no rank has a row.

    Examples:
        >>> from gdlearn.distributed import Alone
        >>> objective = Shard(MeanSquaredError(np.ones((2, 1)), np.array([1.0, 3.0])), Alone())
        >>> len(objective), float(objective.loss(np.array([2.0])))
        (2, 1.0)
    """

    def __init__(self, own: Objective, group: Group, sizes: tuple[int, ...] = ()) -> None:
        self.own, self.group = own, group
        self.sizes = sizes or tuple(group.gather(len(own)))
        if not sum(self.sizes):
            raise InputError(f"none of the {group.ranks} ranks has a row; at least one sample is needed.")

    def loss(self, w: Array) -> Array:
        """The loss over the rows of all ranks at `w` (p,), a scalar ()."""
        zero = array_namespace(w).sum(array_namespace(w).zeros_like(w))
        return self._total(self.own.loss, zero, w)

    def gradient(self, w: Array) -> Array:
        """The gradient over the rows of all ranks at `w` (p,), shape (p,)."""
        return self._total(self.own.gradient, array_namespace(w).zeros_like(w), w)

    def predict(self, w: Array, X: Array | None = None) -> Array:
        """The prediction for every row of `X`, by default those of this rank; nothing travels."""
        return self.own.predict(w, X)

    def rows(self, index: Any) -> Shard:
        """The same objective on some of the rows of all ranks, which are numbered from those of rank 0 on.

        Every rank is given the whole index, and takes what is its own.
        """
        chosen = np.arange(len(self))[index]
        ends = np.cumsum(self.sizes)
        owners = np.searchsorted(ends, chosen, side="right")
        mine = chosen[owners == self.group.rank] - (ends[self.group.rank] - len(self.own))
        sizes = np.bincount(owners, minlength=self.group.ranks)
        return Shard(self.own.rows(mine), self.group, tuple(sizes.tolist()))

    def on(self, backend: Holder) -> Self:
        """The same objective with the rows of this rank on that backend."""
        return type(self)(self.own.on(backend), self.group, self.sizes)

    @property
    def size(self) -> int:
        """The number of weights p."""
        return self.own.size

    @property
    def biases(self) -> tuple[int, ...]:
        """Which components of w are biases."""
        return self.own.biases

    @property
    def analytic(self) -> bool:
        """Whether the formula holds for complex weights too: as for the rows of one rank."""
        return self.own.analytic

    @property
    def quadratic(self) -> bool:
        """Whether it is squared error, which has a triangle."""
        return isinstance(self.own, MeanSquaredError)

    @property
    def bend(self) -> float:
        """The largest second derivative of the loss of one sample: as for the rows of one rank."""
        return self.own.bend

    @cached_property
    def X(self) -> FloatArray:  # noqa: N802  # the name of the design matrix, everywhere
        """What stands for X where only lengths count: the triangles of all ranks, R with |R v| = |X v| for every v."""
        own: Any = self.own
        triangles: FloatArray = stack(self.group, upper(own.X))
        return triangles.reshape(-1, triangles.shape[-1])

    @cached_property
    def triangle(self) -> Triangle:
        """What stands for all rows of [X y], of all ranks: each sends the triangle of its own, p + 1 rows."""
        own: Any = self.own
        found = triangle(own.X, own.y) if len(own) else None
        return stacked([each for each in self.group.gather(found) if each])

    def compressed(self) -> MeanSquaredError:
        """The same loss and gradient at every w, from p + 1 rows that every rank has: one message in all.

        Raises:
            InputError: if it is not squared error: the others ask each sample for more than a length.
        """
        if not isinstance(self.own, MeanSquaredError):
            raise InputError(f"{type(self.own).__name__} cannot be compressed; that takes squared error.")
        return MeanSquaredError.from_triangle(self.triangle, self.own.convention)

    def as_least_squares(self) -> tuple[FloatArray, FloatArray]:
        """A (p + 1, p) and b (p + 1,) with loss |A w - b|^2 / 2, on the host in float64, the same on every rank."""
        return self.compressed().as_least_squares()

    def __len__(self) -> int:
        """The number of samples n, of all ranks together."""
        return sum(self.sizes)

    def __str__(self) -> str:
        """What is minimised, in a few words."""
        return describe(self.own)

    def _total(self, ask: Callable[[Array], Array], zero: Array, w: Array) -> Array:
        """The sum over all ranks of what each finds on its rows, times their share."""
        if not isinstance(w, np.ndarray | Rounded):
            raise InputError(
                f"a shard was asked with weights that are a {type(w).__name__}; wrap the backend, as in "
                "Distributed(backend, group), and it asks the rows of this rank."
            )
        part = self.own.share(len(self)) * ask(w) if len(self.own) else zero
        if isinstance(part, Rounded):
            pairs = stack(self.group, np.stack([part.value, part.error]))
            return reduce(add, [Rounded(value, error, part.dtype) for value, error in pairs])
        return reduce(add, stack(self.group, np.asarray(part)))


def upper(table: FloatArray) -> FloatArray:
    """The triangle of a table, shape (p, p): that of fewer rows than columns is filled up with zeros."""
    few: Any = np.linalg.qr(table, mode="r")
    return np.concatenate([few, np.zeros((max(0, table.shape[1] - len(few)), table.shape[1]))])


def with_rows(objective: Objective, group: Group) -> Objective:
    """An objective that holds this rank's rows alone, as one over those of all ranks; penalties stay outside.

    Args:
        objective: any objective, on the rows of this rank.
        group: the ranks.

    Examples:
        >>> from gdlearn.distributed import Alone
        >>> from gdlearn.objectives import L2
        >>> mine = L2(MeanSquaredError(np.ones((2, 1)), np.array([1.0, 3.0])), 0.5)
        >>> describe(with_rows(mine, Alone()))
        'L2(objective=MeanSquaredError(convention=mean), strength=0.5, penalise_bias=False)'
    """
    return objective.with_core(Shard(objective.core, group))


def shard(objective: Objective, group: Group) -> Objective:
    """An objective that every rank holds whole, shared out: each keeps its own rows, about as many as the others.

    Args:
        objective: any objective, on all rows.
        group: the ranks.

    Examples:
        >>> from gdlearn.distributed import on_fake_ranks
        >>> whole = MeanSquaredError(np.ones((5, 1)), np.arange(5.0))
        >>> on_fake_ranks(2, lambda group: len(shard(whole, group).own))
        [2, 3]
    """
    return with_rows(objective.rows(rows_of(group.rank, group.ranks, len(objective))), group)
