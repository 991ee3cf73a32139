"""Every row once an epoch, the same rows on every backend."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.batches import BATCHES
from gdlearn.data import generator
from tests.conftest import make_problem

SIZES = [(1, 1), (7, 1), (7, 2), (8, 4), (10, 3), (5, 5), (5, 9), (1000, 64)]


@pytest.fixture(params=SIZES, ids=lambda sizes: f"n={sizes[0]},size={sizes[1]}")
def sizes(request: pytest.FixtureRequest) -> tuple[int, int]:
    n, size = request.param
    return n, size


def epochs(batches: gd.Batches, n: int, size: int, count: int = 3) -> list[list[list[int]]]:
    """The row numbers of the first epochs, batch by batch."""
    steps = gd.steps_per_epoch(n, size)
    rows = [np.arange(n)[part].tolist() for part in islice(batches(n), count * steps)]
    return [rows[i : i + steps] for i in range(0, len(rows), steps)]


@pytest.mark.parametrize("kind", [gd.InOrder, gd.Shuffled])
def test_an_epoch_uses_every_row_exactly_once_and_its_last_batch_is_what_is_left(
    kind: Callable[[int], gd.Batches], sizes: tuple[int, int]
) -> None:
    n, size = sizes
    for epoch in epochs(kind(size), n, size):
        assert sorted(row for batch in epoch for row in batch) == list(range(n))
        assert [len(batch) for batch in epoch[:-1]] == [size] * (len(epoch) - 1)
        assert len(epoch[-1]) == n - size * (len(epoch) - 1)


def test_in_order_means_in_order(sizes: tuple[int, int]) -> None:
    n, size = sizes
    for epoch in epochs(gd.InOrder(size), n, size):
        assert [row for batch in epoch for row in batch] == list(range(n))


def test_the_order_depends_on_the_seed_and_n_alone() -> None:
    first = epochs(gd.Shuffled(3, seed=5), 20, 3)
    assert epochs(gd.Shuffled(3, seed=5), 20, 3) == first
    assert epochs(gd.Shuffled(3, seed=6), 20, 3) != first
    assert epochs(gd.Shuffled(3), 20, 3) == epochs(gd.Shuffled(3, seed=0), 20, 3) != first
    flat = [[row for batch in epoch for row in batch] for epoch in first]
    assert flat == [[row for batch in epoch for row in batch] for epoch in epochs(gd.Shuffled(8, seed=5), 20, 8)]
    assert len({tuple(epoch) for epoch in flat}) == 3  # drawn afresh for every epoch


def test_asking_the_same_batches_again_starts_again() -> None:
    batches = gd.Shuffled(4, seed=1)
    one, other = batches(11), batches(11)
    taken = [next(one).tolist() for _ in range(5)]
    assert [next(other).tolist() for _ in range(5)] == taken


def test_the_order_of_rows_is_not_the_noise_of_the_data_with_the_same_seed() -> None:
    mine = next(gd.Shuffled(50, seed=3)(50)).tolist()
    for stream in (0, 1):  # data and starting weights
        assert generator(3, stream=stream).permutation(50).tolist() != mine


def rows_asked_for(name: str, batches: gd.Batches, steps: int) -> tuple[list[Any], Any]:
    """The rows that a descent asks its objective for, and the weights that it ends with."""
    asked: list[Any] = []

    class Noting(gd.MeanSquaredError):
        def rows(self, index: Any) -> Noting:
            asked.append(np.arange(len(self))[index].tolist())
            return super().rows(index)

    objective, start = make_problem(23, 3)
    backend = gd.get_backend(name)
    walk = gd.descend(Noting(objective.X, objective.y), start, backend, gd.Adam(0.01), batches)
    weights = [backend.to_numpy(step.w) for step in islice(walk, steps + 1)]
    return asked, np.array(weights)


@pytest.mark.parametrize("batches", [gd.Shuffled(5, seed=2), gd.InOrder(5)])
def test_numpy_and_torch_take_the_same_rows_to_the_same_weights(batches: gd.Batches) -> None:
    (asked, one), (asked_too, other) = (rows_asked_for(name, batches, 40) for name in ("numpy", "torch"))
    assert asked == asked_too == [np.arange(23)[rows].tolist() for rows in islice(batches(23), 41)]
    # 40 steps of length 0.01; a gradient of 5 rows is right to some 1e-14 of its size, and Adam divides by that size.
    np.testing.assert_allclose(one, other, rtol=0, atol=40 * 0.01 * 1e-13)
    assert np.abs(one[-1] - one[0]).max() > 0.1


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_a_batch_of_all_rows_is_the_full_batch(name: str) -> None:
    full = rows_asked_for(name, gd.FullBatch(), 20)
    assert full[0] == []
    for size in (23, 24, 10_000):
        asked, weights = rows_asked_for(name, gd.InOrder(size), 20)
        assert asked == [list(range(23))] * 21
        assert (weights == full[1]).all()
        assert sorted(next(gd.Shuffled(size)(23)).tolist()) == list(range(23))


@pytest.mark.parametrize(("n", "size", "steps"), [(10, 3, 4), (9, 3, 3), (1, 1, 1), (5, 99, 1), (1000, 64, 16)])
def test_steps_per_epoch_counts_the_short_batch(n: int, size: int, steps: int) -> None:
    assert gd.steps_per_epoch(n, size) == steps


@pytest.mark.parametrize("size", [0, -1, 2.5, "3", True, None])
def test_a_batch_size_that_is_no_whole_number_from_1_is_refused(size: Any) -> None:
    makers: list[Callable[[], Any]] = [
        lambda: gd.InOrder(size),
        lambda: gd.Shuffled(size),
        lambda: gd.steps_per_epoch(10, size),
    ]
    for make in makers:
        with pytest.raises(gd.InputError, match=r"the batch size is .*; it must be a whole number, 1 or more"):
            make()


def test_other_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(gd.InputError, match="seed is -1; it must be a whole number, 0 or more"):
        gd.Shuffled(2, seed=-1)
    with pytest.raises(gd.InputError, match="n is 0; it must be a whole number, 1 or more"):
        gd.steps_per_epoch(0, 2)
    batches: list[gd.Batches] = [gd.InOrder(2), gd.Shuffled(2)]
    for endless in batches:  # without rows an epoch would have no batches, and the next one none either, for ever
        with pytest.raises(gd.InputError, match="the number of samples is 0"):
            next(endless(0))


def test_batches_are_settings_that_can_be_compared_and_printed() -> None:
    assert gd.Shuffled(np.int64(4)) == gd.Shuffled(4, seed=0) != gd.Shuffled(4, seed=1)  # type: ignore[arg-type]
    assert repr(gd.Shuffled(np.int64(4))) == "Shuffled(size=4, seed=0)"  # type: ignore[arg-type]
    assert list(BATCHES.values()) == [gd.FullBatch, gd.InOrder, gd.Shuffled]
