"""Sources: every format yields the same rows, shards are a partition, and a bad file is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.streaming import Survey, open_source
from gdlearn.streaming.source import Room
from tests.streams import FORMATS, N, all_rows, as_arrow, drawn, source_of


def expected(values: FloatArray) -> FloatArray:
    return np.column_stack([values[:, :3], np.ones(len(values)), values[:, 3]])


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_yields_the_rows_in_their_order(kind: str, tmp_path: Path) -> None:
    values = drawn()
    source = source_of(values, tmp_path, kind)
    assert np.array_equal(all_rows(source), expected(values))
    assert (source.n, source.columns, source.target) == (N, ("x1", "x2", "x3", "bias"), "y")
    assert source.nbytes > 0
    for X, y in source.blocks():
        assert X.flags.f_contiguous
        assert not X.flags.writeable
        assert not y.flags.writeable
        assert len(y) <= 64 or "csv" in kind


@pytest.mark.parametrize("kind", FORMATS)
def test_features_can_be_chosen_and_turned_round(kind: str, tmp_path: Path) -> None:
    values = drawn()
    path = FORMATS[kind](values, tmp_path)
    source = open_source(path, "y", ["x3", "x1"])
    assert np.array_equal(all_rows(source), np.column_stack([values[:, [2, 0]], np.ones(N), values[:, 3]]))


@pytest.mark.parametrize("ranks", [1, 2, 3])
@pytest.mark.parametrize("kind", FORMATS)
def test_shards_are_all_rows_each_once(kind: str, ranks: int, tmp_path: Path) -> None:
    values = drawn()
    source = source_of(values, tmp_path, kind)
    if kind in ("csv", "csv.gz") and ranks > 1:
        with pytest.raises(gd.InputError, match=f"can be read apart are 1, too few for {ranks} ranks"):
            source.shard(0, ranks)
        return
    shards = [source.shard(rank, ranks) for rank in range(ranks)]
    assert np.array_equal(np.concatenate([all_rows(shard) for shard in shards]), expected(values))
    assert sum(shard.n for shard in shards) == N
    assert sum(shard.nbytes for shard in shards) <= source.nbytes


@pytest.mark.parametrize("dtype", ["f4", ">f8", "i4", "u2", "i8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_other_numbers_become_float64(dtype: str, order: str, tmp_path: Path) -> None:
    values = np.array(np.arange(30).reshape(10, 3) % 7, dtype=dtype, order=order)  # type: ignore[call-overload]
    np.save(tmp_path / "a.npy", values)
    assert np.array_equal(all_rows(open_source(tmp_path / "a.npy"))[:, [0, 1, 3]], values.astype(float))


def test_a_standardised_source_is_a_standardised_dataset(tmp_path: Path) -> None:
    values = drawn()
    dataset = gd.Dataset.from_arrays(values[:, :3], values[:, 3]).standardise()
    source = source_of(values, tmp_path).standardise()
    rows = all_rows(source)
    assert np.allclose(rows[:, :4], dataset.X, rtol=0, atol=1e-11)  # offsets of 1000 deviations cost three digits
    assert np.array_equal(rows[:, 4], values[:, 3])
    w = np.array([1.0, 2.0, 3.0, 4.0])
    assert np.allclose(source.original_units(w), dataset.original_units(w), rtol=1e-11)
    assert source.standardise() is source
    part = source.shard(1, 2)
    assert np.array_equal(all_rows(part), rows[part.parts[0].pieces.start :]), "scaled as all rows are"


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_a_survey_block_by_block_keeps_the_digits(offset: float) -> None:
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(1001, 3)) + offset
    parts = [Survey.of(part) for part in np.array_split(rows, [3, 4, 500])]
    found = reduce(add, parts)
    exact = rows.astype(np.longdouble)
    variance = exact.var(axis=0)
    assert found.n == 1001
    assert np.abs(found.mean / exact.mean(axis=0) - 1).max() < (1e-15 if offset else 1e-13)
    # Near 1e9 the numbers themselves are apart by eps times 1e9; the textbook's formula squares that, and loses all.
    assert np.abs(found.squares / 1001 / variance - 1).max() < np.finfo(float).eps * max(offset, 100)
    naive = (rows**2).mean(axis=0) - rows.mean(axis=0) ** 2
    assert offset == 0 or np.abs(naive / variance - 1).max() > 0.1
    assert np.array_equal(found.low, rows.min(axis=0))
    assert np.array_equal(found.high, rows.max(axis=0))


def test_a_constant_feature_cannot_be_standardised(tmp_path: Path) -> None:
    values = drawn()
    values[:, 1] = 7
    with pytest.raises(gd.InputError, match="'x2' is 7 in every row"):
        source_of(values, tmp_path).standardise()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_number_that_is_none_is_named_with_file_column_and_row(kind: str, tmp_path: Path) -> None:
    values = drawn()
    values[600, 1] = np.nan
    source = source_of(values, tmp_path, kind)
    row = {"folder of parquet": 41, "folder of csv": 134}.get(kind, 601)
    found = "nothing" if "csv" in kind else "nan"  # in a text it is how missing values are written
    with pytest.raises(gd.InputError, match=rf"'x2' of [\w.]+ holds {found} in row {row} \(counted from 1"):
        all_rows(source)


def test_rows_whose_sum_overflows_are_fine(tmp_path: Path) -> None:
    values = np.full((10, 3), 1.7e308)
    np.save(tmp_path / "a.npy", values)
    assert np.array_equal(all_rows(open_source(tmp_path / "a.npy"))[:, :2], values[:, :2])


def cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 2 // 3)


@pytest.mark.parametrize(
    "kind", ["npy by rows", "npy by columns", "npy of records", "npz", "csv.gz", "parquet", "feather"]
)
def test_a_file_that_was_cut_off_is_named(kind: str, tmp_path: Path) -> None:
    path = FORMATS[kind](drawn(), tmp_path)
    cut_off(path)
    with pytest.raises(gd.InputError, match=path.name):
        all_rows(open_source(path))


@pytest.mark.parametrize("kind", ["folder of parquet", "X.npy and y.npy"])
def test_of_a_folder_the_file_that_was_cut_off_is_named(kind: str, tmp_path: Path) -> None:
    path = FORMATS[kind](drawn(), tmp_path)
    last = sorted(file for file in path.rglob("*") if file.suffix)[-1]
    cut_off(last)
    with pytest.raises(gd.InputError, match=last.name):
        all_rows(open_source(path))


def test_damage_inside_a_parquet_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(as_arrow(drawn()), path, compression="zstd", write_page_checksum=True)
    whole = bytearray(path.read_bytes())
    whole[200:400] = bytes(200)
    path.write_bytes(whole)
    with pytest.raises(gd.InputError, match=r"a\.parquet is damaged"):
        all_rows(open_source(path))


@pytest.mark.parametrize("kind", ["npy by rows", "npy by columns", "csv", "parquet", "feather"])
def test_a_file_that_changes_in_use_is_refused(kind: str, tmp_path: Path) -> None:
    source = source_of(drawn(), tmp_path, kind)
    path = source.parts[0].file.path
    later = path.stat().st_mtime_ns + 10**9
    all_rows(source)
    os.utime(path, ns=(later, later))
    with pytest.raises(gd.InputError, match=f"{path.name} was changed while it was in use"):
        all_rows(source)


@pytest.mark.parametrize("changed", ["X.npy", "y.npy"])
def test_of_a_pair_both_files_are_watched(changed: str, tmp_path: Path) -> None:
    source = source_of(drawn(), tmp_path, "X.npy and y.npy")
    assert source.nbytes == sum(file.stat().st_size for file in (tmp_path / "pair").iterdir())
    os.utime(tmp_path / "pair" / changed, ns=(10**20 // 60, 10**20 // 60))
    with pytest.raises(gd.InputError, match="pair was changed while it was in use"):
        all_rows(source)


def text(name: str, content: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_text(content)
        return folder / name

    return write


def array(values: object, name: str = "a.npy") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        np.save(folder / name, np.asarray(values), allow_pickle=True)
        return folder / name

    return write


def missing_cell(folder: Path) -> Path:
    parquet.write_table(pa.table({"x": [1.0, 2.0, None], "y": [1.0, 2.0, 3.0]}), folder / "a.parquet")
    return folder / "a.parquet"


def two_kinds(folder: Path) -> Path:
    (folder / "a.csv").write_text("x,y\n1,2\n")
    np.save(folder / "b.npy", drawn())
    return folder


def other_columns(folder: Path) -> Path:
    (folder / "a.csv").write_text("x,y\n1,2\n")
    (folder / "b.csv").write_text("z,y\n1,2\n")
    return folder


def compressed(folder: Path) -> Path:
    np.savez_compressed(folder / "a.npz", X=drawn()[:, :3], y=drawn()[:, 3])
    return folder / "a.npz"


def uneven(folder: Path) -> Path:
    np.savez(folder / "a.npz", X=drawn()[:, :3], y=drawn()[:5, 3])
    return folder / "a.npz"


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "nothing there": (lambda folder: folder / "no.npy", "there is no file"),
    "another suffix": (text("a.xlsx", "x"), "a.xlsx does not end in .npy"),
    "an empty folder": (lambda folder: folder, "holds nothing; it must hold files of one kind"),
    "two kinds": (two_kinds, "holds .csv, .npy; it must hold files of one kind"),
    "other columns": (other_columns, "b.csv has no column 'x'"),
    "no such column": (text("a.csv", "x,Y\n1,2\n"), "a.csv has no column 'y'; its columns are"),
    "text in a cell": (text("a.csv", "x,y\n1,2\n3,4\nfive,6\n"), "column 'x' of a.csv holds 'five' in row 3"),
    "a cell is empty": (text("a.csv", "x,y\n1,2\n,4\n"), "column 'x' of a.csv holds nothing in row 2"),
    "a cell is missing": (missing_cell, "column 'x' of a.parquet holds nothing in row 3"),
    "ragged": (text("a.csv", "x,y\n1,2\n3\n"), "line 3 of a.csv"),
    "semicolons": (text("a.csv", "x;y\n1;2\n"), "separated by semicolons"),
    "a header alone": (text("a.csv", "x,y\n"), "a.csv has no rows"),
    "no CSV at all": (text("a.parquet", "hello"), "a.parquet is damaged or not a Parquet file"),
    "no Arrow": (text("a.arrow", "hello"), "a.arrow is damaged or not an Arrow file"),
    "no NumPy": (text("a.npy", "hello"), "a.npy is damaged or not a NumPy file"),
    "no zip": (text("a.npz", "hello"), "a.npz is damaged or does not hold the arrays X and y"),
    "objects": (array([[1, "a"], [2, None]]), "a.npy holds object, not real numbers"),
    "complex numbers": (array([[1j, 2]]), "not real numbers"),
    "three axes": (array(np.ones((2, 2, 2))), r"shape \(2, 2, 2\)"),
    "no rows": (array(np.ones((0, 3))), r"shape \(0, 3\)"),
    "one column": (array(np.ones(5)), "no feature is left"),
    "integers that round": (array([[2**60, 1], [1, 2]]), r"a.npy holds an integer beyond 2\*\*53"),
    "compressed": (compressed, "a.npz is compressed"),
    "other lengths": (uneven, "every sample needs one target"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_sentence(name: str, tmp_path: Path) -> None:
    write, sentence = REFUSED[name]
    with pytest.raises(gd.InputError, match=sentence):
        all_rows(open_source(write(tmp_path)))


@pytest.mark.parametrize(("rank", "ranks"), [(2, 2), (-1, 2), (0, 0), (0, 6)])
def test_a_rank_that_is_none_is_refused(rank: int, ranks: int, tmp_path: Path) -> None:
    source = source_of(drawn(), tmp_path, "folder of parquet")
    with pytest.raises(gd.InputError, match="rank"):
        source.shard(rank, ranks)


def test_numbers_are_looked_at_in_the_first_pass_and_again_in_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    check = Room.check

    def noted(room: Room, names: tuple[str, ...], file: str) -> None:
        looked.append(len(room.table))
        check(room, names, file)

    monkeypatch.setattr(Room, "check", noted)
    source = source_of(drawn(), tmp_path)
    for _ in range(3):
        all_rows(source.standardise())
    assert sum(looked) == N
    again = open_source(tmp_path / "table.npy")
    next(again.blocks())  # a pass that was broken off has looked at nothing for good
    looked.clear()
    all_rows(again)
    assert sum(looked) == N
