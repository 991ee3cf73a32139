"""Reading ahead: the same items, a bound on how many are alive, and a thread that ends."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

import gdlearn as gd
from gdlearn.streaming import Prefetched, Stream, Streaming
from gdlearn.streaming import cores as module
from tests.streams import FORMATS, drawn, source_of


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "gdlearn reader"]


class Item:
    """Something whose life can be watched."""


class Counted:
    """Makes items one by one, and keeps count of how many of them are alive at once."""

    def __init__(self, n: int) -> None:
        self.n, self.alive, self.most, self.made = n, 0, 0, 0

    def __iter__(self) -> Iterator[Item]:
        for _ in range(self.n):
            item = Item()
            self.alive += 1
            self.made += 1
            self.most = max(self.most, self.alive)
            weakref.finalize(item, self._gone)
            yield item
            del item

    def _gone(self) -> None:
        self.alive -= 1


@pytest.mark.parametrize("ahead", [1, 2, 7])
def test_items_come_in_their_order_and_few_are_alive(ahead: int) -> None:
    assert list(Prefetched(range(100), ahead)) == list(range(100))
    counted = Counted(50)
    for _ in Prefetched(counted, ahead):
        pass
    assert counted.made == 50
    assert 2 <= counted.most <= ahead + 3  # one more while the consumer lets go of the one before


def test_it_can_be_gone_through_again() -> None:
    again = Prefetched([1, 2])
    assert list(again) + list(again) == [1, 2, 1, 2]


def test_an_error_reaches_the_consumer_after_what_came_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise gd.InputError("the second is damaged")

    stream = iter(Prefetched(items()))
    assert next(stream) == 1
    with pytest.raises(gd.InputError, match="the second is damaged"):
        next(stream)
    assert readers() == []


def test_the_thread_ends_when_the_consumer_stops_early() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            yield from range(10**9)
        finally:
            closed.append(True)

    stream = iter(Prefetched(items()))
    assert [next(stream), next(stream)] == [0, 1]
    assert len(readers()) == 1
    stream.close()  # type: ignore[attr-defined]
    assert readers() == []
    assert closed == [True]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_pass_that_is_broken_off_leaves_no_thread_and_no_open_file(kind: str, tmp_path: Path) -> None:
    stream = Stream(source_of(drawn(), tmp_path, kind), gd.MeanSquaredError)
    for _ in stream.parts():
        break
    gc.collect()  # an open file would be a warning, and warnings are errors
    assert readers() == []


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_of_a_long_table_few_blocks_are_in_memory(backend: str) -> None:
    class Table:
        """A hundred blocks that are made when they are asked for."""

        columns, title, n, nbytes = ("x", "bias"), "made up", 1000, 10**12

        def __init__(self) -> None:
            self.alive = self.most = 0

        def blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
            for _ in range(100):
                X = np.ones((10, 2))
                self.alive += 1
                self.most = max(self.most, self.alive)
                weakref.finalize(X, self._gone)
                X.flags.writeable = False
                yield X, X[:, 0]

        def _gone(self) -> None:
            self.alive -= 1

        def shard(self, rank: int, ranks: int) -> Table:
            raise NotImplementedError

    table, asked = Table(), Streaming(gd.get_backend(backend))
    gd.record(Stream(table, gd.MeanSquaredError), np.zeros(2), asked, gd.GD(0.1), 3)
    assert table.most <= 5


def threads() -> list[int]:
    """How many threads each library of the process takes for its products."""
    return [int(library["num_threads"]) for library in threadpoolctl.threadpool_info()]


@pytest.mark.parametrize("broken_off", [False, True])
@pytest.mark.parametrize("machine", [1, 2, 16])
def test_products_leave_one_core_to_the_reader_and_take_it_back(
    machine: int, broken_off: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cores", lambda: machine)
    stream = Stream(source_of(drawn(), tmp_path), gd.MeanSquaredError)
    with threadpoolctl.threadpool_limits(4):  # what a user asks for, with OMP_NUM_THREADS=4
        before, during = threads(), []
        parts = stream.parts()
        for _ in parts:
            during.append(max(threads()))
            if broken_off:
                break
        parts.close()  # type: ignore[attr-defined]  # it is a generator
        assert set(during) == {{1: 1, 2: 1, 16: 4}[machine]}
        assert threads() == before
