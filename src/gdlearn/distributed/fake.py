"""Ranks without processes: threads of one program, for tests, and for whoever writes a program for many ranks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Condition
from typing import Any, TypeVar

from gdlearn.errors import GroupError
from gdlearn.objectives.base import Array

T = TypeVar("T")


class Table:
    """Where the ranks of a `FakeGroup` meet: turn after turn, each lays something down, and takes what all laid down.

    Args:
        ranks: how many there are.
    """

    def __init__(self, ranks: int) -> None:
        self.ranks = ranks
        self.laid: dict[int, dict[int, Any]] = {}
        self.gone: set[int] = set()
        self.change = Condition()

    def meet(self, rank: int, turn: int, thing: Any) -> list[Any]:
        """The things of all ranks, in their order.

        Raises:
            GroupError: if a rank has left before its turn, so that it would be waited for without end.
        """
        with self.change:
            here = self.laid.setdefault(turn, {})
            here[rank] = thing
            self.laid.pop(turn - 2, None)  # whoever is here has taken what lay there
            self.change.notify_all()
            self.change.wait_for(lambda: len(here) == self.ranks or self.gone - here.keys())
            if len(here) < self.ranks:
                raise GroupError(
                    f"rank {rank} waits for rank {min(self.gone - here.keys())}, which has ended; look at its error."
                )
            return [here[other] for other in range(self.ranks)]

    def leave(self, rank: int) -> None:
        """Say that a rank will not come any more."""
        with self.change:
            self.gone.add(rank)
            self.change.notify_all()


class FakeGroup:
    """One rank of several that are threads of this process; `on_fake_ranks` makes and runs them.

    Args:
        rank: the number of this rank, from 0.
        table: where it meets the others.

    Numerics:
        Sums are taken in the order of the ranks: the same bits on every rank and in every run.
    """

    def __init__(self, rank: int, table: Table) -> None:
        self.rank, self.ranks, self.table = rank, table.ranks, table
        self.turn = 0

    def sum(self, array: Array) -> Array:
        """The sum of the arrays of all ranks."""
        self.turn += 1
        total, *others = self.table.meet(self.rank, self.turn, array + 0)  # a copy: the caller may write into his own
        for other in others:
            total = total + other
        return total

    def gather(self, thing: T) -> list[T]:
        """What every rank gave, in the order of the ranks; copies, as if they had come from other processes."""
        self.turn += 1
        return [deepcopy(each) for each in self.table.meet(self.rank, self.turn, deepcopy(thing))]

    def barrier(self) -> None:
        """Wait until every rank is here."""
        self.gather(None)


def on_fake_ranks(ranks: int, work: Callable[[FakeGroup], T]) -> list[T]:
    """Run a program on several ranks at once, as threads.

    Args:
        ranks: how many, 1 or more.
        work: the program; it is given its `FakeGroup`.

    Returns:
        What it returned on every rank, in their order.

    Raises:
        Exception: the first that a rank raised; the others, which would wait for it, end too.

    Examples:
        >>> on_fake_ranks(3, lambda group: group.sum(10.0**group.rank))
        [111.0, 111.0, 111.0]
    """
    table = Table(ranks)

    def run(rank: int) -> T:
        try:
            return work(FakeGroup(rank, table))
        finally:
            table.leave(rank)

    with ThreadPoolExecutor(ranks) as pool:
        futures = [pool.submit(run, rank) for rank in range(ranks)]
    errors = [error for future in futures if (error := future.exception())]
    for error in sorted(errors, key=lambda error: isinstance(error, GroupError)):  # the cause before its consequences
        raise error
    return [future.result() for future in futures]
