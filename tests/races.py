"""Measurements that nobody made: times from a plain model of calls and bytes, to test figures and pages with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdlearn.benchmark import CLOSED_FORM, COMPRESSED, CONTESTANTS, Case, Race, Report
from gdlearn.benchmark.contestant import FLOORS

SHAPES = ((1_000, 2), (100_000, 10), (1_000_000, 10), (10_000_000, 2), (1_000_000, 100))
EVERY_CASE = [Case(*shape, dtype, k) for shape in SHAPES for dtype in ("float64", "float32") for k in (1, 2)]


def made_up_race(case: Case, rounds: int = 3, seed: int = 0) -> Race:
    """A race in which a step costs calls (long for PyTorch) and bytes, with some noise."""
    rng = np.random.default_rng([seed, case.n, case.p, case.threads, case.nbytes])
    takes_part = (*CONTESTANTS, *FLOORS)
    reading = case.nbytes / 17e3 / case.threads  # microseconds to read X once at 17 GB a second
    costs = {}
    for one in takes_part:
        calls = 60.0 if one.name.startswith("PyTorch") else 3.0
        costs[one.name] = calls + reading * rng.uniform(1.1, 2) * max(one.readings, 1)
    costs |= {one.name: 0.5 + reading for one in FLOORS}
    costs[COMPRESSED.name] = 3.0 + 2 * reading / 1000
    costs[CLOSED_FORM.name] = 0.05
    kept = [{name: cost * rng.uniform(1, 1.2) for name, cost in costs.items()} for _ in range(rounds)]
    return Race(case, tuple(replace(one, steps=one.steps or 7) for one in takes_part), tuple(kept))


def made_up_report(seed: int = 0) -> Report:
    """Every case that lesson 15 asks for, on a machine that does not exist."""
    races = tuple(made_up_race(case, seed=seed) for case in EVERY_CASE)
    return Report("2001-02-03", "an imagined processor", 2, {"python": "3.0", "numpy": "0.1"}, races)
