"""What a step of full-batch descent on squared error costs, for each way to take it: the numbers of lesson 15.

All contestants walk through the same weights, which is checked first, and keep the loss of every step. They take turns
in one process, one thread each. What counts is the fastest round: the others also measure what else the machine did.
Figures in microseconds belong to one machine and one hour; what carries over is the ratio of two of them. The floor is
measured in the same rounds: one call that reads X once, and does nothing else with it.

    python benchmarks/step_cost.py        writes benchmarks/results/step_cost.json, in a minute or two
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from ways_to_step import FLOORS, ONCE, STEPS, Walk, textbook

import gdlearn as gd
from gdlearn.arrays import FloatArray

RESULTS = Path(__file__).parent / "results" / "step_cost.json"
CASES = ((1_000, 2), (100_000, 10), (1_000_000, 10), (100_000, 100))  # n and p
ROUNDS = 41
TURN = 0.01  # seconds that a contestant runs before it is the next one's turn: short, to be left alone for once
ONE_THREAD = {"OMP_NUM_THREADS": "1", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}


def data(n: int, p: int) -> tuple[FloatArray, FloatArray]:
    """Standardised features as `Dataset` holds them, columns contiguous, and targets around a plane."""
    rng = np.random.default_rng(0)
    features = rng.standard_normal((n, p - 1))
    y = features @ rng.standard_normal(p - 1) + 3 + rng.normal(0, 4, n)
    dataset = gd.Dataset.from_arrays(features, y)
    return dataset.X, dataset.y


def prepared(X: FloatArray, y: FloatArray) -> dict[str, Walk]:
    """Every contestant whose library is here, after a check that its fifth step is where all others are."""
    start = gd.starting_weights(X.shape[1])
    walks: dict[str, Walk] = {}
    for name, make in STEPS.items():
        try:
            walks[name] = make(X, y, start)
        except ModuleNotFoundError:
            continue
        exact = "float32" not in name
        np.testing.assert_allclose(walks[name](5), textbook(X, y, start)(5), rtol=1e-10 if exact else 1e-4)
    return walks | {name: make(X, y, start) for name, make in FLOORS.items()}


def seconds(run: Callable[..., Any], *arguments: Any) -> float:
    """How long a call takes."""
    begin = perf_counter()
    run(*arguments)
    return perf_counter() - begin


def measure(X: FloatArray, y: FloatArray) -> dict[str, Any]:
    """Microseconds a step for every contestant, and the floor."""
    walks = prepared(X, y)
    steps = {name: steps_of_a_turn(walk) for name, walk in walks.items()}
    times: dict[str, list[float]] = {name: [] for name in walks}
    for _ in range(ROUNDS):
        for name, walk in walks.items():
            times[name].append(seconds(walk, steps[name]) / steps[name] * 1e6)
    costs = {name: summary(spent) for name, spent in times.items()}
    floor = min(costs.pop(name)["fastest"] for name in FLOORS)
    return {"bytes": X.nbytes, "floor": floor, "steps": costs, "once": once(X, y)}


def steps_of_a_turn(walk: Walk) -> int:
    """As many steps as fit into a turn; walked once, since a compiled loop is compiled for its number of steps."""
    walk(8)
    steps = max(1, round(8 * TURN / seconds(walk, 8)))
    walk(steps)
    return steps


def once(X: FloatArray, y: FloatArray) -> dict[str, Any]:
    """Microseconds for what is done once, in the place of a descent or before it."""
    spent: dict[str, list[float]] = {}
    for _ in range(3):
        for name, run in ONCE.items():
            with suppress(ModuleNotFoundError):
                spent.setdefault(name, []).append(seconds(run, X, y) * 1e6)
    return {name: summary(values) for name, values in spent.items()}


def summary(values: list[float]) -> dict[str, float]:
    """The fastest round, the median and the slowest, to four digits."""
    found = {"fastest": min(values), "median": statistics.median(values), "slowest": max(values)}
    return {name: float(f"{value:.4g}") for name, value in found.items()}


def machine() -> dict[str, Any]:
    """What the figures belong to."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    versions = {"python": platform.python_version()}
    for name in ("numpy", "torch", "jax", "scikit-learn"):
        with suppress(PackageNotFoundError):
            versions[name] = version(name).split("+")[0]
    today = datetime.now(UTC).date().isoformat()
    return {"date": today, "cpu": model, "cores": os.cpu_count(), "threads": 1, "rounds": ROUNDS, "versions": versions}


def main() -> None:
    """Measure all cases and write the file that lesson 15 reads."""
    if not os.environ.items() >= ONE_THREAD.items():  # libraries read them when they are loaded, so start afresh
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ONE_THREAD)
    cases = {f"{n} x {p}": {"n": n, "p": p} | measure(*data(n, p)) for n, p in CASES}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(machine() | {"cases": cases}, indent=2) + "\n", encoding="utf-8")
    Console().print(f"wrote {RESULTS}")


if __name__ == "__main__":
    main()
