"""Streams: an objective over rows in files is the objective over the same rows in memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.streaming import Stream, Streaming, open_source
from gdlearn.theory import Rounding, largest_stable_learning_rate
from tests.objective_zoo import CLASSES, DELTA, HIDDEN, PLAIN, STRENGTH, draw
from tests.streams import all_rows, drawn, source_of

MAKERS: dict[str, Any] = {
    **{name: case.make for name, case in PLAIN.items()},
    **{f"mse {name}": partial(gd.MeanSquaredError, convention=name) for name in gd.Convention},
}


def on_disk(X: FloatArray, y: FloatArray, folder: Path, rows: int = 50) -> Any:
    """A source of these rows; X has its column of ones last."""
    np.savez(folder / "rows.npz", X=X[:, :-1], y=y)
    return open_source(folder / "rows.npz", block=8 * (X.shape[1] + 1) * rows)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("backend", ["numpy", "torch"])
@pytest.mark.parametrize("penalty", [0.0, STRENGTH])
@pytest.mark.parametrize("name", MAKERS)
def test_loss_and_gradient_are_those_in_memory(
    name: str, penalty: float, backend: str, dtype: str, tmp_path: Path
) -> None:
    case = draw(name.partition(" ")[0], 300, 4)
    make = MAKERS[name]
    memory, stream = make(case.X, case.y), Stream(on_disk(case.X, case.y, tmp_path), make)
    if penalty:
        memory, stream = gd.L2(memory, penalty), gd.L2(stream, penalty)  # type: ignore[assignment]
    asked = Streaming(gd.get_backend(backend, dtype=dtype))
    loss, gradient = asked.loss_and_gradient(stream.on(asked), asked.parameters(case.w))
    bound = Rounding(memory, dtype)
    w = case.w.astype(dtype).astype(np.float64)
    exact = bound.seen.loss_and_gradient(w)
    assert abs(float(loss) - exact[0]) <= 2 * bound.loss(w)
    assert (np.abs(asked.to_numpy(gradient) - exact[1]) <= 2 * bound.gradient(w)).all()


@pytest.mark.parametrize("name", ["mse sum", "huber", "softmax", "mlp"])
def test_it_has_the_facts_of_the_objective_in_memory(name: str, tmp_path: Path) -> None:
    case = draw(name.partition(" ")[0], 300, 4)
    memory, stream = MAKERS[name](case.X, case.y), Stream(on_disk(case.X, case.y, tmp_path), MAKERS[name])
    for fact in ("size", "biases", "quadratic", "bend"):
        assert getattr(stream, fact) == getattr(memory, fact), fact
    assert len(stream) == 300
    assert stream.share(900) == pytest.approx(memory.share(900), rel=1e-15)
    assert np.array_equal(stream.predict(case.w, case.X), memory.predict(case.w))
    rates = [largest_stable_learning_rate(each, case.w) for each in (stream, memory)]
    assert rates[0] == pytest.approx(rates[1], rel=1e-6)


@pytest.mark.parametrize("backend", ["numpy", "torch", "tape"])
def test_a_descent_on_files_goes_where_the_one_in_memory_goes(backend: str, tmp_path: Path) -> None:
    data = gd.line(500)
    stream = Stream(on_disk(data.X, data.y, tmp_path), gd.MeanSquaredError)
    start, rule, inner = gd.starting_weights(2), gd.GD(0.01), gd.get_backend(backend)
    streamed = gd.record(stream, start, Streaming(inner), rule, 40)
    memory = gd.record(gd.MeanSquaredError(data.X, data.y), start, inner, rule, 40)
    assert (streamed.backend, streamed.method, streamed.dtype) == (memory.backend, memory.method, memory.dtype)
    assert gd.compare(memory, streamed, gd.MeanSquaredError(data.X, data.y), data.columns).agree


@pytest.mark.parametrize("convention", gd.Convention)
def test_compressed_it_has_the_same_loss_from_p_plus_one_rows(convention: str, tmp_path: Path) -> None:
    source = source_of(drawn(), tmp_path)
    make = partial(gd.MeanSquaredError, convention=gd.Convention(convention))
    stream, rows = Stream(source, make), all_rows(source)
    memory, few = make(rows[:, :-1], rows[:, -1]), stream.compressed()
    assert len(few) == 5
    assert few.convention == convention
    w = np.random.default_rng(3).normal(size=4)
    bound = Rounding(memory, "float64")
    assert abs(few.loss(w) - memory.loss(w)) <= 3 * bound.loss(w)
    assert (np.abs(few.gradient(w) - memory.gradient(w)) <= 3 * bound.gradient(w)).all()


def test_only_squared_error_can_be_compressed(tmp_path: Path) -> None:
    stream = Stream(source_of(drawn(), tmp_path), gd.Huber)
    with pytest.raises(gd.InputError, match="Huber cannot be compressed"):
        stream.compressed()


def test_a_penalty_inside_would_count_once_per_block_and_is_refused(tmp_path: Path) -> None:
    stream = Stream(source_of(drawn(), tmp_path), lambda X, y: gd.L2(gd.Huber(X, y), 1.0))
    with pytest.raises(gd.InputError, match=r"stands around the stream; write L2\(Stream"):
        stream.loss(np.zeros(4))


def test_rows_cannot_be_picked(tmp_path: Path) -> None:
    stream = Stream(source_of(drawn(), tmp_path), gd.MeanSquaredError)
    with pytest.raises(gd.InputError, match="no rows to choose from"):
        gd.record(stream, np.zeros(4), Streaming(gd.get_backend("numpy")), gd.GD(0.01), 2, gd.Shuffled(8, 0))


def test_a_label_without_a_meaning_is_placed(tmp_path: Path) -> None:
    values = drawn()
    values[:, 3] = values[:, 3] > 0
    values[130, 3] = 2
    stream = Stream(source_of(values, tmp_path, rows=100), gd.Logistic)
    with pytest.raises(gd.InputError, match=r"table.npy, below its first 100 rows: y holds 2.0 at row 30"):
        stream.loss(np.zeros(4))


def test_classes_and_hidden_units_come_with_partial(tmp_path: Path) -> None:
    case = draw("softmax", 90, 3)
    source = on_disk(case.X, case.y, tmp_path)
    assert Stream(source, partial(gd.Softmax, classes=CLASSES)).size == 4 * CLASSES
    assert Stream(source, partial(gd.MLP, hidden=HIDDEN)).size == 4 * HIDDEN + HIDDEN + 1
    assert Stream(source, partial(gd.Huber, delta=DELTA)).like.delta == DELTA  # type: ignore[attr-defined]


def test_ranks_of_one_stream_add_up_to_all_rows(tmp_path: Path) -> None:
    source = source_of(drawn(), tmp_path, "parquet")
    whole, w = Stream(source, gd.MeanSquaredError), np.ones(4)
    ranks = [Stream(source.shard(rank, 3), gd.MeanSquaredError) for rank in range(3)]
    assert len({len(rank) for rank in ranks}) > 1, "the shards are uneven, or a plain mean would do"
    together = sum(rank.share(len(whole)) * rank.gradient(w) for rank in ranks)
    assert np.allclose(together, whole.gradient(w), rtol=1e-12, atol=0)


def test_one_source_of_another_kind_will_do() -> None:
    class Counting:
        """Rows that are made up while they are read."""

        columns, title, n, nbytes = ("x", "bias"), "made up", 30, 0

        def blocks(self) -> Any:
            for k in range(3):
                x = np.arange(10.0 * k, 10.0 * k + 10)
                yield np.column_stack([x, np.ones(10)]), 2 * x + 1

        def shard(self, rank: int, ranks: int) -> Counting:
            raise NotImplementedError

    stream = Stream(Counting(), gd.MeanSquaredError)
    assert stream.loss(np.array([2.0, 1.0])) == 0
    assert stream.loss(np.array([2.0, 2.0])) == pytest.approx(1, rel=1e-14)


def test_rows_that_come_and_go_are_not_half_counted() -> None:
    class Shrinking:
        """A source that loses a block after the first pass."""

        columns, title, n, nbytes = ("x", "bias"), "shrinking", 20, 0

        def blocks(self) -> Any:
            yield np.ones((10, 2)), np.ones(10)

        def shard(self, rank: int, ranks: int) -> Shrinking:
            raise NotImplementedError

    with pytest.raises(gd.InputError, match="shrinking has 10 rows now and had 20 before"):
        Stream(Shrinking(), gd.MeanSquaredError).loss(np.zeros(2))
