"""How quickly a full-batch step goes through files, beside plain reads of the same files, and in how much memory.

A table is written in three ways into a temporary folder, which is removed in the end: `.npy` by columns, `.npy` by
rows, and Parquet. The contestants take turns: a read of the whole file that does nothing with it, which for Parquet
is pyarrow's own scan, and one step of gdlearn. What counts is the ratio of the two in the same round, and of the
ratios the median. Both are measured twice: from the disk, with the file driven out of the memory before every turn, as
it is with data that are larger than memory; and from the page cache, where the reading costs least and gdlearn has
least to hide behind.

    python benchmarks/streaming.py                 4 GB and 1 GB of Parquet, in two minutes or less
    python benchmarks/streaming.py --gigabytes 1   smaller files

It writes benchmarks/results/streaming.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import dataset, parquet
from rich.console import Console

import gdlearn as gd
from gdlearn.machine import processor, versions
from gdlearn.streaming import Stream, Streaming, open_source

RESULTS = Path(__file__).parent / "results" / "streaming.json"
FEATURES, PIECE = 10, 500_000  # rows that are drawn at a time
ROUNDS = 6
BUFFER = 2**22  # bytes of a plain read
GIGABYTE = 1_000_000_000
FILES = {"npy, by columns": "columns.npy", "npy, by rows": "rows.npy", "Parquet": "table.parquet"}


def write(folder: Path, n: int) -> None:
    """The same kind of table in three files: n rows in the first two, a quarter of them in Parquet."""
    shape, rng = (n, FEATURES + 1), np.random.default_rng(0)
    schema = pa.schema([(f"x{j + 1}", pa.float64()) for j in range(FEATURES)] + [("y", pa.float64())])
    columns, rows = (
        np.lib.format.open_memmap(folder / FILES[name], "w+", np.float64, shape, fortran_order=by_columns)
        for name, by_columns in (("npy, by columns", True), ("npy, by rows", False))
    )
    with parquet.ParquetWriter(folder / FILES["Parquet"], schema) as writer:
        for first in range(0, n, PIECE):
            piece = rng.standard_normal((min(PIECE, n - first), FEATURES + 1))
            piece[:, -1] += piece[:, :-1].sum(axis=1) + 3
            columns[first : first + PIECE] = rows[first : first + PIECE] = piece
            if first < n / 4:
                writer.write_table(pa.table(list(piece.T), schema=schema))
    columns.flush()
    rows.flush()


def plain_read(path: Path) -> None:
    """The bytes of a file, and nothing done with them."""
    buffer = bytearray(BUFFER)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def scan(path: Path) -> None:
    """Pyarrow's own way through a Parquet file, with as many threads as it likes."""
    for _ in dataset.dataset(path).scanner().to_batches():
        pass


def step(path: Path) -> Callable[[], Any]:
    """One step over all rows, loss and gradient."""
    backend = Streaming(gd.get_backend("numpy"))
    stream = Stream(open_source(path), gd.MeanSquaredError).on(backend)
    w = gd.starting_weights(stream.size)
    return lambda: backend.loss_and_gradient(stream, w)


def seconds(run: Callable[..., Any], *arguments: Any) -> float:
    """How long a call takes."""
    begin = perf_counter()
    run(*arguments)
    return perf_counter() - begin


def forget(path: Path) -> None:
    """Drive a file out of the page cache: the next one to read it waits for the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def remember(path: Path) -> None:
    """Leave the file in the page cache, where the turn before has put it."""


def measure(path: Path) -> dict[str, Any]:
    """A step against a read of the same file that does nothing with it, from the disk and from the page cache."""
    reference, ours = scan if path.suffix == ".parquet" else plain_read, step(path)
    ours()
    return {
        "bytes": path.stat().st_size,
        "reference": reference.__name__.replace("_", " "),
        "disk": turns(path, reference, ours, forget),
        "cache": turns(path, reference, ours, remember),
        "resident_mb": resident(path),
    }


def turns(
    path: Path, reference: Callable[[Path], None], ours: Callable[[], Any], before: Callable[[Path], None]
) -> dict[str, Any]:
    """Rates, and the ratio of the two in the same round."""
    reference(path)
    rounds = []
    for number in range(ROUNDS):
        pair: list[Callable[[], Any]] = [partial(reference, path), ours]
        spent: dict[Callable[[], Any], float] = {}
        for run in pair if number % 2 else pair[::-1]:  # who comes second may find something of the file somewhere
            before(path)
            spent[run] = seconds(run)
        rounds.append((spent[pair[0]], spent[pair[1]]))
    size, reads, took = path.stat().st_size / GIGABYTE, *map(list, zip(*rounds, strict=True))
    ratios = [r / t for r, t in rounds]
    return {
        "reference_gb_per_s": size / statistics.median(reads),
        "step_gb_per_s": size / statistics.median(took),
        "ratio": {"median": statistics.median(ratios), "smallest": min(ratios), "largest": max(ratios)},
    }


def resident(path: Path) -> float:
    """The most memory, in MB, that a process of its own held at one time while it took a step and compressed."""
    done = subprocess.run([sys.executable, __file__, "--watched", path], capture_output=True, text=True, check=True)
    return float(done.stdout)


def watched(path: Path) -> float:
    """What `resident` asks for, in the process that is watched; Linux keeps the mark."""
    step(path)()
    _ = Stream(open_source(path), gd.MeanSquaredError).triangle
    mark = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(mark.split()[1]) * 1024 / 1e6


def in_cache(nbytes: int) -> bool:
    """Whether the memory is large enough to keep files of so many bytes beside everything else."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") > 2 * nbytes


def main() -> None:
    """Write the files, measure, write the results and say them."""
    parser = argparse.ArgumentParser(description="A streamed step against plain reads.")
    parser.add_argument("--gigabytes", type=float, default=4.0, help="bytes of each .npy file")
    parser.add_argument("--watched", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watched:
        print(watched(options.watched))  # noqa: T201  # for the process that started this one
        return
    n = int(options.gigabytes * GIGABYTE / 8 / (FEATURES + 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, n)
        files = {kind: measure(folder / file) for kind, file in FILES.items()}
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "cpu": processor(),
        "cores": os.cpu_count(),
        "versions": versions(),
        "rounds": ROUNDS,
        "rows": n,
        "features": FEATURES,
        "page_cache": "large enough" if in_cache(sum(found["bytes"] for found in files.values())) else "too small",
    }
    RESULTS.write_text(json.dumps(about | {"files": files}, indent=2) + "\n")
    console = Console(highlight=False)
    for kind, found in files.items():
        console.print(f"{kind}: {found['bytes'] / GIGABYTE:.2f} GB, at most {found['resident_mb']:.0f} MB in memory")
        for place in ("disk", "cache"):
            turn, ratio = found[place], found[place]["ratio"]
            console.print(
                f"  {place}: {found['reference']} {turn['reference_gb_per_s']:.2f} GB/s, a step "
                f"{turn['step_gb_per_s']:.2f} GB/s: {ratio['median']:.0%} ({ratio['smallest']:.0%} to "
                f"{ratio['largest']:.0%})"
            )
    console.print(f"wrote {RESULTS}")


if __name__ == "__main__":
    main()
