"""Files that nobody would write on purpose: each is read as what it says, or refused with one sentence."""

from __future__ import annotations

import csv
import gzip
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import feather, parquet

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from gdlearn.streaming import open_source
from tests.fuzz.claims import claim

ODD = '| 1|1 |+1|-0|.5|5.|1e3|1E-400|1e400|0x10|1_000|1,5|1.000,5|1;2|NA|nan|inf|null|None|true|2024-01-01|"|""'
ODD += '|"3"|"a""b"|é|\ufeff|\x00|٣'
CELLS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(repr),
    st.sampled_from(ODD.split("|")),
    st.text(max_size=4),
)
SEPARATED = st.sampled_from([",", ",", ",", ";", "\t", ", "])
ENDED = st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n"])


@st.composite
def texts(draw: Any) -> str:
    """Lines of cells, most of them of the same length, below a header that asks for x and y."""
    width, between, end = draw(st.integers(2, 3)), draw(SEPARATED), draw(ENDED)
    header = draw(
        st.sampled_from([["x", "y", "z"], ["x", "y", ""], ["y", "x", "x"], [" x", "y", "z"], ["a", "b", "c"]])
    )
    lengths = st.sampled_from([width] * 12 + [1, 4])
    numbers = st.one_of(st.floats(-1e3, 1e3).map(repr), st.integers(-99, 99).map(str))
    cells = draw(st.sampled_from([numbers, numbers, CELLS]))
    rows = [draw(st.lists(cells, min_size=n, max_size=n)) for n in draw(st.lists(lengths, max_size=4))]
    text: str = end.join(between.join(row) for row in [header[:width], *rows]) + draw(st.sampled_from(["", end]))
    return text


def refused(path: Path, how: Any) -> tuple[FloatArray | None, str]:
    """The rows [X y] that a reader finds, or its one sentence."""
    try:
        table = how(path)
    except InputError as error:
        sentence = str(error)
        assert sentence.rstrip().endswith("."), sentence
        assert "Traceback" not in sentence
        assert len(sentence) < 1000
        return None, sentence
    assert np.isfinite(table).all()
    return table, ""


def whole(path: Path) -> FloatArray:
    """All rows at once."""
    data = gd.read_dataset(path, "y", ["x"])
    return np.column_stack([data.X[:, 0], data.y])


def streamed(path: Path) -> FloatArray:
    """Block by block."""
    blocks = [np.column_stack([X[:, 0], y]) for X, y in open_source(path, "y", ["x"], block=64).blocks()]
    return np.concatenate(blocks)


def as_python_reads(text: str) -> FloatArray:
    """The columns x and y by Python's own reader and float."""
    rows = [row for row in csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")) if row]
    where = [rows[0].index(name) for name in ("x", "y")]
    return np.array([[float(row[j]) for j in where] for row in rows[1:]])


@claim(text=texts())
def test_a_text_is_read_as_python_reads_it_or_refused(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_bytes(text.encode())
        table, _ = refused(path, whole)
        blocks, _ = refused(path, streamed)
    for found in (table, blocks):
        if found is not None:
            np.testing.assert_array_equal(found, as_python_reads(text))
    assert (table is None) == (blocks is None), "one reader refuses what the other one reads"


def good_files() -> dict[str, bytes]:
    """A table of 20 rows in every kind of file."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(20, 2))
    table = pa.table({"x": rows[:, 0], "y": rows[:, 1]})
    kinds = {kind: BytesIO() for kind in (".parquet", ".arrow", ".npy", ".npz")}
    parquet.write_table(table, kinds[".parquet"], write_page_checksum=True)
    feather.write_feather(table, kinds[".arrow"], compression="uncompressed")
    np.save(kinds[".npy"], rows)
    np.savez(kinds[".npz"], X=rows[:, :1], y=rows[:, 1])
    text = "x,y\n" + "".join(f"{x!r},{y!r}\n" for x, y in rows.tolist())
    return {kind: file.getvalue() for kind, file in kinds.items()} | {
        ".csv": text.encode(),
        ".csv.gz": gzip.compress(text.encode(), mtime=0),
    }


GOOD = good_files()
PLACES = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255))  # where in the file, and which byte


@claim(
    kind=st.sampled_from(sorted(GOOD)),
    flips=st.lists(PLACES, max_size=4),
    cut=st.one_of(st.just(1.0), st.floats(0, 1)),
    more=st.binary(max_size=8),
)
def test_a_damaged_file_is_refused_or_still_a_table(
    kind: str, flips: list[tuple[float, int]], cut: float, more: bytes
) -> None:
    content = bytearray(GOOD[kind])
    for place, byte in flips:
        content[int(place * len(content))] = byte
    content = content[: int(cut * len(content))] + more
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table{kind}")
        path.write_bytes(content)
        for how in (streamed, whole):
            table, _ = refused(path, how)
            assert table is None or table.shape[1] == 2


@claim(content=st.binary(max_size=200), kind=st.sampled_from(sorted(GOOD)))
def test_any_bytes_at_all_are_refused_or_a_table(content: bytes, kind: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table{kind}")
        path.write_bytes(content)
        for how in (streamed, whole):
            refused(path, how)


@claim(content=st.binary(max_size=200), flips=st.lists(PLACES, max_size=3), cut=st.floats(0, 1))
def test_a_damaged_trajectory_is_refused_or_a_trajectory(
    content: bytes, flips: list[tuple[float, int]], cut: float
) -> None:
    saved = bytearray(RUN)
    for place, byte in flips:
        saved[int(place * len(saved))] = byte
    with TemporaryDirectory() as folder:
        for damaged in (content, saved, saved[: int(cut * len(saved))]):
            path = Path(folder, "run.npz")
            path.write_bytes(damaged)
            with suppress(InputError):
                run = gd.Trajectory.load(path)
                assert len(run.weights) == len(run.loss) == len(run.gradient)


def good_run() -> bytes:
    """A trajectory as a file."""
    data = gd.line(20)
    run = gd.record(gd.MeanSquaredError(data.X, data.y), [0.0, 0.0], gd.get_backend("numpy"), gd.GD(0.01), 5)
    with TemporaryDirectory() as folder:
        run.save(path := Path(folder, "run.npz"))
        return path.read_bytes()


RUN = good_run()
