"""What was written is what is read: every bit of it."""

from __future__ import annotations

import gzip
import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pyarrow import parquet

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.exercises.wire import decode, encode
from gdlearn.settings import from_plain, to_plain
from gdlearn.streaming import open_source
from gdlearn.trajectory import Outcome
from tests.fuzz.claims import claim
from tests.fuzz.strategies import BATCHES, DTYPES, RULES

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NAME = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def same(a: Any, b: Any) -> bool:
    """Bit for bit, zeros of both signs and NaN included."""
    a, b = np.asarray(a), np.asarray(b)
    return bool(a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes())


@st.composite
def tables(draw: Any) -> dict[str, FloatArray]:
    """Two columns or more with names that spreadsheets might have."""
    names = draw(st.lists(NAME, min_size=2, max_size=4, unique_by=str.strip))
    n = draw(st.integers(1, 6))
    return {name: draw(arrays(float, n, elements=FINITE)) for name in names}


def as_csv(table: dict[str, FloatArray], ending: str) -> str:
    """Python's own shortest digits, every name between quotation marks."""
    quoted = (f'"{name.replace(chr(34), 2 * chr(34))}"' for name in table)
    rows = (",".join(map(repr, row)) for row in zip(*(column.tolist() for column in table.values()), strict=True))
    return ending.join([",".join(quoted), *rows, ""])


@claim(table=tables(), ending=st.sampled_from(["\n", "\r\n"]), mark=st.booleans(), packed=st.booleans())
def test_a_table_that_is_text_is_read_bit_for_bit(
    table: dict[str, FloatArray], ending: str, mark: bool, packed: bool
) -> None:
    text = as_csv(table, ending).encode("utf-8-sig" if mark else "utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv.gz" if packed else "table.csv")
        path.write_bytes(gzip.compress(text) if packed else text)
        holds(path, table)


@claim(table=tables())
def test_a_table_in_parquet_is_read_bit_for_bit(table: dict[str, FloatArray]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.parquet")
        parquet.write_table(pa.table({name: pa.array(column) for name, column in table.items()}), path)
        holds(path, table)


def holds(path: Path, table: dict[str, FloatArray]) -> None:
    """Both readers find the numbers of the table."""
    *features, target = table
    data, source = gd.read_dataset(path, target, features), open_source(path, target, features)
    assert data.features == source.features == tuple(features)
    assert same(data.y, table[target])
    blocks = [(X.copy(), y.copy()) for X, y in source.blocks()]
    for j, name in enumerate(features):
        assert same(data.X[:, j], table[name])
        assert same(np.concatenate([X[:, j] for X, _ in blocks]), table[name])


@claim(
    weights=arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=4), elements=FINITE),
    rule=RULES,
    batches=BATCHES,
    dtype=DTYPES,
    outcome=st.sampled_from(Outcome),
    loss=st.floats(),
)
def test_a_trajectory_is_read_back_bit_for_bit(
    weights: FloatArray, rule: Any, batches: Any, dtype: str, outcome: Outcome, loss: float
) -> None:
    outcome = outcome if np.isfinite(loss) else Outcome.DIVERGED
    before = gd.Trajectory(
        weights, np.full(len(weights), loss), -weights, "numpy", "by hand", dtype, "cpu", rule, batches, outcome
    )
    with TemporaryDirectory() as folder:
        before.save(path := Path(folder, "run.npz"))
        after = gd.Trajectory.load(path)
    for name in ("weights", "loss", "gradient"):
        assert same(getattr(before, name), getattr(after, name))
    assert (after.optimizer, after.batches, after.outcome) == (rule, batches, outcome)


@claim(rule=RULES, batches=BATCHES)
def test_settings_come_back_as_they_were(rule: Any, batches: Any) -> None:
    assert from_plain(to_plain(rule)) == rule
    assert from_plain(to_plain(batches)) == batches


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"])),
    arrays(st.sampled_from([np.float64, np.float32, np.int32, np.bool_]), array_shapes(min_dims=0, max_side=3)),
)
VALUES: st.SearchStrategy[Any] = st.deferred(
    lambda: LEAVES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=3), VALUES, max_size=3)
)


@claim(value=VALUES)
def test_what_crosses_to_a_learners_program_arrives_as_it_left(value: Any) -> None:
    assert equal(decode(encode(value)), value)


def equal(a: Any, b: Any) -> bool:
    """The same values of the same types; a NaN is itself."""
    if isinstance(b, np.ndarray | np.generic):
        return type(a) is type(b) and same(a, b)
    if isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(b, dict):
        return list(a) == list(b) and all(equal(a[key], b[key]) for key in b)
    return type(a) is type(b) and (a == b or (isinstance(b, float) and math.isnan(a) and math.isnan(b)))
