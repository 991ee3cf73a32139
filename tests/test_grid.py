"""Everything against everything: every backend, objective, rule and precision, over 300 steps. Run by `make slow`."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.backends import BACKENDS
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.theory import DIFFERENCES
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


@cache
def allowed(objective: str, rule: str, dtype: str, method: str) -> gd.Comparison:
    """How far a backend with that method may be from NumPy, at shared weights and on its own way: bounds for all."""
    first = run("numpy", objective, rule, dtype)
    return gd.compare(first, replace(first, method=method), make_objective(objective)[0])


@pytest.mark.slow
@pytest.mark.parametrize("backend", OTHERS)
@pytest.mark.parametrize(("objective", "rule", "dtype"), list(itertools.product(OBJECTIVES, OPTIMIZERS, DTYPES)))
def test_every_backend_takes_the_steps_of_numpy(backend: str, objective: str, rule: str, dtype: str) -> None:
    if dtype == "float32" and backend in ONLY_FLOAT64:
        with pytest.raises(gd.InputError, match="float64"):
            gd.get_backend(backend, dtype)
        return
    problem, _ = make_objective(objective)
    first, second = (run(name, objective, rule, dtype) for name in ("numpy", backend))
    bounds = allowed(objective, rule, dtype, DIFFERENCES if second.method == DIFFERENCES else "")
    there = gd.replay(problem, first, gd.get_backend(backend, dtype))
    assert (first.outcome, len(first)) == (second.outcome, len(second))
    for a, b, bound in (
        (first.weights, second.weights, bounds.weights.bound),
        (first.gradient, there.gradient, bounds.gradient.bound),
        (first.loss, there.loss, bounds.loss.bound[:, 0]),
    ):
        assert (np.abs(a - b) <= bound).all()
