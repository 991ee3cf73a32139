"""What a step costs on one rank and on two, and what a message costs: the numbers of lesson 16.

The ranks take turns: first both together, then rank 0 alone while the other sleeps, round after round, so that whatever
else the machine does disturbs all of it alike. What counts is the median of the rounds. Each rank has one thread.

    python benchmarks/distributed.py        writes benchmarks/results/distributed.json, in a minute or two
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

import numpy as np

import gdlearn as gd
from gdlearn.arrays import FloatArray, frozen
from gdlearn.distributed import Distributed, Group, Shard, joined, rows_of
from gdlearn.machine import processor

RESULTS = Path(__file__).parent / "results" / "distributed.json"
CASES = ((100_000, 10), (1_000_000, 10), (1_000_000, 100))  # n and p
MESSAGES = (8, 8_000, 800_000, 8_000_000)  # bytes
ROUNDS = 7
TURN = 0.2  # seconds of a round, at least one call
NAP = 0.002  # seconds between two looks of a rank that sleeps: it must not keep a core busy


def rows(first: int, last: int, p: int) -> tuple[FloatArray, FloatArray]:
    """Some rows of a table that is the same whoever makes which part of it, columns contiguous."""
    rng = np.random.default_rng(first)
    X = np.empty((last - first, p), order="F")
    for j in range(p - 1):
        X[:, j] = rng.standard_normal(last - first)
    X[:, -1] = 1.0
    return frozen(X), frozen(X @ np.linspace(0.01, 0.02, p) + rng.standard_normal(last - first))


def seconds(call: Callable[[], Any], times: int) -> float:
    """How long one of so many calls takes."""
    begin = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - begin) / times


def interleaved(group: Group, calls: dict[str, tuple[bool, Callable[[], Any]]]) -> dict[str, dict[str, float]]:
    """The seconds of every call: those of all ranks together, or those of rank 0 while the others sleep."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    times = {}
    for name, (everybody, call) in calls.items():
        once = turn(group, everybody, call, 2)
        times[name] = max(1, int(TURN / once))
    for _ in range(ROUNDS):
        for name, (everybody, call) in calls.items():
            spent[name].append(turn(group, everybody, call, times[name]))
    return {name: summary(values) for name, values in spent.items()}


def turn(group: Group, everybody: bool, call: Callable[[], Any], times: int) -> float:
    """One turn; the same number on every rank."""
    group.barrier()
    if everybody:
        return max(group.gather(seconds(call, times)))
    if group.rank == 0:
        spent = seconds(call, times)
        DONE.touch()
    while group.rank and not DONE.exists():
        sleep(NAP)
    found = group.gather(spent if group.rank == 0 else 0.0)[0]
    group.barrier()
    if group.rank == 0:
        DONE.unlink()
    return found


def summary(values: list[float]) -> dict[str, float]:
    """The fastest round, the median and the slowest, in seconds, to four digits."""
    found = {"fastest": min(values), "median": statistics.median(values), "slowest": max(values)}
    return {name: float(f"{value:.4g}") for name, value in found.items()}


def case(group: Group, n: int, p: int) -> dict[str, Any]:
    """A recorded step and the compression, on all ranks and on one."""
    numpy, w = gd.get_backend("numpy"), gd.starting_weights(p)
    parts = [rows_of(rank, group.ranks, n) for rank in range(group.ranks)]
    mine = [rows(parts[rank].start, parts[rank].stop, p) for rank in range(group.ranks) if group.rank in (0, rank)]
    own = gd.MeanSquaredError(*mine[0 if group.rank == 0 else -1])
    shard, backend = Shard(own, group), Distributed(numpy, group)
    if group.rank == 0:  # all rows, for rank 0 alone
        whole = gd.MeanSquaredError(
            np.asfortranarray(np.concatenate([X for X, _ in mine])), np.concatenate([y for _, y in mine])
        )
    else:
        whole = own
    del mine
    found = interleaved(
        group,
        {
            f"step, {group.ranks} ranks": (True, lambda: backend.loss_and_gradient(shard, w)),
            "step, 1 ranks": (False, lambda: numpy.loss_and_gradient(whole, w)),
            f"compression, {group.ranks} ranks": (True, lambda: Shard(own, group, shard.sizes).compressed()),
            "compression, 1 ranks": (False, whole.compressed),
        },
    )
    return {"n": n, "p": p, "bytes": whole.nbytes, "message": 8 * (p + 1), "seconds": found}


def machine() -> dict[str, Any]:
    """What the figures belong to."""
    versions = {"python": platform.python_version()} | {
        name: version(name).split("+")[0] for name in ("numpy", "torch")
    }
    today = datetime.now(UTC).date().isoformat()
    return {"date": today, "cpu": processor(), "cores": os.cpu_count(), "rounds": ROUNDS, "versions": versions}


def measure() -> None:
    """On every rank: measure all cases; rank 0 writes the file that lesson 16 reads."""
    with joined() as group:
        arrays = {size: np.zeros(size // 8) for size in MESSAGES}
        messages = interleaved(group, {str(size): (True, partial(group.sum, array)) for size, array in arrays.items()})
        cases = [case(group, n, p) for n, p in CASES]
        if group.rank == 0:
            found = machine() | {"ranks": group.ranks, "messages": messages, "cases": cases}
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


DONE = Path(os.environ.get("GDLEARN_TURN", "turn"))


def main() -> None:
    """Start the two ranks."""
    if "RANK" in os.environ:
        measure()
        return
    with TemporaryDirectory() as folder:
        one_thread = {"OMP_NUM_THREADS": "1", "GDLEARN_TURN": str(Path(folder, "turn"))}
        start = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", __file__]
        subprocess.run(start, env=os.environ | one_thread, check=True)
    print(f"wrote {RESULTS}")  # noqa: T201  # a benchmark says where its numbers are


if __name__ == "__main__":
    main()
