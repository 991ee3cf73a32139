"""Everything against everything: every backend, objective, rule and precision, over 300 steps. Run by `make slow`."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

import gdlearn as gd
from gdlearn.backends import BACKENDS
from gdlearn.optimizers import OPTIMIZERS
from tests.problems import OBJECTIVES, RATES, make_objective

STEPS = 300
DTYPES = ("float64", "float32")
OTHERS = [name for name in BACKENDS if name != "numpy"]
ONLY_FLOAT64 = ("python", "numeric")  # Python computes in double precision, and differences need all of its digits


@cache
def run(backend: str, objective: str, rule: str, dtype: str) -> gd.Trajectory:
    """One descent, made once however many others it is compared with."""
    problem, start = make_objective(objective)
    return gd.record(problem, start, gd.get_backend(backend, dtype), OPTIMIZERS[rule](RATES[rule]), STEPS)


@pytest.mark.slow
@pytest.mark.parametrize("backend", OTHERS)
@pytest.mark.parametrize(("objective", "rule", "dtype"), list(itertools.product(OBJECTIVES, OPTIMIZERS, DTYPES)))
def test_every_backend_takes_the_steps_of_numpy(backend: str, objective: str, rule: str, dtype: str) -> None:
    if dtype == "float32" and backend in ONLY_FLOAT64:
        with pytest.raises(gd.InputError, match="float64"):
            gd.get_backend(backend, dtype)
        return
    problem, _ = make_objective(objective)
    first = run("numpy", objective, rule, dtype)
    verdict = gd.compare(first, run(backend, objective, rule, dtype), problem)
    assert verdict.agree, str(verdict)
    shared = gd.compare(first, gd.replay(problem, first, gd.get_backend(backend, dtype)), problem)
    assert shared.gradient.within, str(shared)
    assert shared.loss.within, str(shared)
