"""One table in every format that a source reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv, feather, parquet

from gdlearn.arrays import FloatArray
from gdlearn.streaming import FileSource, open_source

NAMES = ("x1", "x2", "x3", "y")
N = 700


def drawn(n: int = N, seed: int = 0) -> FloatArray:
    """Three features with offsets and unequal sizes, and a target, shape (n, 4)."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3)) * [1.0, 10.0, 0.1] + [5.0, -3.0, 100.0]
    return np.column_stack([X, X @ [1.0, -2.0, 3.0] + 4 + rng.normal(size=n)])


def as_arrow(values: FloatArray) -> pa.Table:
    return pa.table(dict(zip(NAMES, values.T, strict=True)))


def npy(values: FloatArray, folder: Path) -> Path:
    np.save(folder / "table.npy", values)
    return folder / "table.npy"


def npy_by_columns(values: FloatArray, folder: Path) -> Path:
    np.save(folder / "columns.npy", np.asfortranarray(values))
    return folder / "columns.npy"


def records(values: FloatArray, folder: Path) -> Path:
    rows = np.array([tuple(row) for row in values], dtype=[(name, "f8") for name in NAMES])
    np.save(folder / "records.npy", rows)
    return folder / "records.npy"


def pair(values: FloatArray, folder: Path) -> Path:
    (folder / "pair").mkdir()
    np.save(folder / "pair" / "X.npy", values[:, :3])
    np.save(folder / "pair" / "y.npy", values[:, 3])
    return folder / "pair"


def npz(values: FloatArray, folder: Path) -> Path:
    np.savez(folder / "table.npz", X=values[:, :3], y=values[:, 3])
    return folder / "table.npz"


def as_csv(values: FloatArray, folder: Path) -> Path:
    csv.write_csv(as_arrow(values), folder / "table.csv")
    return folder / "table.csv"


def gzipped(values: FloatArray, folder: Path) -> Path:
    with pa.CompressedOutputStream(str(folder / "table.csv.gz"), "gzip") as stream:
        csv.write_csv(as_arrow(values), stream)
    return folder / "table.csv.gz"


def as_parquet(values: FloatArray, folder: Path) -> Path:
    parquet.write_table(as_arrow(values), folder / "table.parquet", row_group_size=150)
    return folder / "table.parquet"


def as_feather(values: FloatArray, folder: Path) -> Path:
    feather.write_feather(as_arrow(values), str(folder / "table.feather"), chunksize=150)
    return folder / "table.feather"


def many_parquet(values: FloatArray, folder: Path) -> Path:
    for k, rows in enumerate(np.array_split(values, 5)):
        (folder / "many" / f"part={k}").mkdir(parents=True)
        parquet.write_table(as_arrow(rows), folder / "many" / f"part={k}" / "rows.parquet")
    (folder / "many" / "_SUCCESS").touch()
    return folder / "many"


def many_csv(values: FloatArray, folder: Path) -> Path:
    (folder / "texts").mkdir()
    for k, rows in enumerate(np.array_split(values, 3)):
        csv.write_csv(as_arrow(rows), folder / "texts" / f"{k}.csv")
    return folder / "texts"


FORMATS: dict[str, Callable[[FloatArray, Path], Path]] = {
    "npy by rows": npy,
    "npy by columns": npy_by_columns,
    "npy of records": records,
    "X.npy and y.npy": pair,
    "npz": npz,
    "csv": as_csv,
    "csv.gz": gzipped,
    "parquet": as_parquet,
    "feather": as_feather,
    "folder of parquet": many_parquet,
    "folder of csv": many_csv,
}


def source_of(values: FloatArray, folder: Path, kind: str = "npy by rows", rows: int = 64) -> FileSource:
    """The table as a source, in blocks of so many rows."""
    return open_source(FORMATS[kind](values, folder), "y", block=8 * 5 * rows)


def all_rows(source: Any) -> FloatArray:
    """Everything that a source yields, the bias column and the target last."""
    return np.concatenate([np.column_stack([X, y]) for X, y in source.blocks()])
