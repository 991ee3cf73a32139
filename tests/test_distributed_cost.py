"""The cost model: it finds the machine that made the measurements, and its best number of ranks is the best."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdlearn.distributed.cost import Cost, Measured, fit
from gdlearn.errors import InputError

MACHINE = Cost(calls=2e-5, rate=8e9, latency=2e-4, bandwidth=1e9)
RUNS = ((1, 10**6, 88), (1, 10**9, 808), (2, 10**7, 88), (2, 10**9, 808), (2, 0, 8), (2, 0, 8000), (2, 0, 8 * 10**6))
RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "distributed.json"

sizes = st.integers(10**3, 10**13)


def measured(machine: Cost) -> list[Measured]:
    """What a clock without noise would say; a message alone has no calls of a step."""
    return [Measured(*run, machine.seconds(*run) - (0 if run[1] else machine.calls)) for run in RUNS]


def test_the_fit_finds_the_machine() -> None:
    found = fit(measured(MACHINE))
    for name in ("calls", "rate", "latency", "bandwidth"):
        assert getattr(found, name) == pytest.approx(getattr(MACHINE, name), rel=1e-6)


def test_nothing_that_is_found_is_negative_even_where_the_clock_was_noisy() -> None:
    runs = measured(MACHINE)
    noisy = [run._replace(seconds=run.seconds * (0.3 if run.nbytes == 10**6 else 1)) for run in runs]
    found = fit(noisy)
    assert min(found.calls, found.rate, found.latency, found.bandwidth) >= 0


@given(sizes)
def test_no_other_number_of_ranks_is_faster_than_the_best(nbytes: int) -> None:
    best = MACHINE.best_ranks(nbytes)
    fastest = MACHINE.seconds(best, nbytes)
    assert all(MACHINE.seconds(k, nbytes) >= fastest for k in (1, 2, best - 1 or 1, best + 1, 2 * best, 10 * best))


@given(sizes, st.integers(2, 64))
def test_more_ranks_are_worth_it_from_the_promised_size_on(nbytes: int, ranks: int) -> None:
    saved = MACHINE.seconds(1, nbytes) - MACHINE.seconds(ranks, nbytes)
    edge = MACHINE.worth_it(ranks)
    assert (saved > 0) == (nbytes > edge) or nbytes == pytest.approx(edge, rel=1e-9)


def test_measurements_that_cannot_tell_the_four_apart_are_refused() -> None:
    with pytest.raises(InputError, match="do not tell calls, reading, latency and bandwidth apart"):
        fit(measured(MACHINE)[:2])
    with pytest.raises(InputError, match="measure steps of two sizes"):
        fit([Measured(2, 0, 8, 1e-3)] * 5)


def test_the_measurements_that_lesson_16_reads_are_complete() -> None:
    found = json.loads(RESULTS.read_text())
    runs = [
        Measured(k, case["bytes"], case["message"], case["seconds"][f"step, {k} ranks"]["median"])
        for case in found["cases"]
        for k in (1, 2)
    ]
    runs += [Measured(2, 0, int(size), spent["median"]) for size, spent in found["messages"].items()]
    assert len(found["cases"]) == 3
    assert all(f"compression, {k} ranks" in case["seconds"] for case in found["cases"] for k in (1, 2))
    cost = fit(runs)
    assert cost.best_ranks(10**13) > cost.best_ranks(10**9)
