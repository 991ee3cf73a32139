"""Rows add up: loss and gradient of the whole, from those of blocks, in whatever way a backend cuts them."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends.numpy_backend import NumpyBackend, formulas
from gdlearn.objectives import L2
from gdlearn.objectives.parts import add_up, blocks, cache_block
from gdlearn.theory import Rounding
from tests.problems import OBJECTIVES, make_objective

DTYPES = ("float64", "float32")


def agree(objective: gd.Objective, w: np.ndarray, found: tuple[object, object], dtype: str) -> bool:
    """Whether a loss and a gradient are those of the objective, up to rounding."""
    backend, rounding = NumpyBackend(dtype, block=2**40), Rounding(objective, dtype)
    loss, gradient = objective.on(backend).loss_and_gradient(backend.parameters(w))
    near = abs(float(found[0]) - float(loss)) <= 2 * rounding.loss(w)  # type: ignore[arg-type]
    return near and bool((np.abs(np.asarray(found[1]) - gradient) <= 2 * rounding.gradient(w)).all())


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_step_by_blocks_is_a_step(name: str, dtype: str) -> None:
    objective, w = make_objective(name)
    for block in (1, 100, 1000):
        backend = NumpyBackend(dtype, block=block)
        assert len(list(blocks(objective.core, block))) > 1
        found = backend.loss_and_gradient(objective.on(backend), backend.parameters(w))
        assert {np.asarray(part).dtype for part in found} == {np.dtype(dtype)}
        assert agree(objective, w, found, dtype)


@pytest.mark.parametrize("convention", list(gd.Convention))
@pytest.mark.parametrize("strength", [0.0, 0.7])
def test_means_and_sums_add_up_and_a_penalty_is_counted_once(convention: gd.Convention, strength: float) -> None:
    whole, w = make_objective("mse")
    objective = L2(L2(gd.MeanSquaredError(whole.X, whole.y, convention), strength), 0.1)  # type: ignore[attr-defined]
    cuts = (0, 3, 4, 29, len(whole))
    parts = [objective.core.rows(slice(*cut)) for cut in pairwise(cuts)]
    assert agree(objective, w, add_up(objective, parts, w, formulas), "float64")
    assert np.isclose(sum(part.share(len(objective)) for part in parts), 1 if "mean" in convention else 4)


def test_the_plain_mean_over_uneven_parts_would_be_seen() -> None:
    objective, w = make_objective("mse")
    losses, gradients = zip(*(formulas(objective.rows(rows), w) for rows in (slice(0, 3), slice(3, 40))), strict=True)
    assert not agree(objective, w, (np.mean(losses), np.mean(gradients, axis=0)), "float64")


def test_blocks_are_all_rows_once_in_their_order_and_share_the_memory_of_the_data() -> None:
    objective, _ = make_objective("mse")
    row = objective.nbytes // len(objective)
    parts = list(blocks(objective, 7 * row))
    assert [len(part) for part in parts] == [7, 7, 7, 7, 7, 5]
    assert (np.concatenate([part.X for part in parts]) == objective.X).all()  # type: ignore[attr-defined]
    assert all(np.shares_memory(part.X, objective.X) for part in parts)  # type: ignore[attr-defined]
    assert [len(part) for part in blocks(objective, 1)] == [1] * len(objective)


def test_nobody_cuts_an_objective_that_does_not_say_how_many_bytes_it_has() -> None:
    class Bowl(gd.Objective):
        size, biases = 1, ()

        def loss(self, w: object) -> object:
            return w @ w  # type: ignore[operator]

        def gradient(self, w: object) -> object:
            return 2 * w  # type: ignore[operator]

        def predict(self, w: object, X: object = None) -> object: ...

        def rows(self, index: object) -> Bowl:
            raise AssertionError("nobody may ask")

        def on(self, backend: object) -> Bowl:
            return self

        def __len__(self) -> int:
            return 10**9

    assert NumpyBackend(block=1).loss_and_gradient(Bowl(), np.array([3.0]))[0] == 9


def test_a_step_by_blocks_makes_nothing_of_the_size_of_a_column() -> None:
    n = 200_000
    data = gd.line(n=n)
    objective, backend = gd.MeanSquaredError(data.X, data.y), NumpyBackend(block=2**16)
    part, w = objective.on(backend), np.zeros(2)
    tracemalloc.start()
    backend.loss_and_gradient(part, w)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * 2**16 < 8 * n  # a few columns of one block; one column of all rows would be 8 n


@pytest.mark.parametrize(
    ("says", "block"),
    [("32768K\n", 2**23), ("12288K\n", 6 * 2**20), ("1024K\n", 2**22), ("a lot", 2**22), (None, 2**22)],
)
def test_the_block_is_chosen_from_the_cache_and_can_be_set(
    says: str | None, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "size"
    if says is not None:
        file.write_text(says)
    monkeypatch.setattr("gdlearn.objectives.parts.LAST_CACHE", file)
    assert cache_block() == NumpyBackend().block == block
    with pytest.raises(gd.InputError, match="block is 0"):
        NumpyBackend(block=0)
