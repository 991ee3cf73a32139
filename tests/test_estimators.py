"""The estimators pass every check of scikit-learn, with every backend."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from typing import Any

import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.estimator_checks import check_estimator

import gdlearn as gd

REGRESSORS = [gd.GradientDescentRegressor(objective=name) for name in ("mse", "huber", "poisson")]
NEEDS_SWITCH = {"check_array_api_input"}  # skipped unless SCIPY_ARRAY_API is set before SciPy is imported


def statuses(model: Any) -> dict[str, set[str]]:
    """The names of the checks, by what became of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # some checks look at very few, very special samples
        records = check_estimator(model, on_fail=None, on_skip=None)
    found: dict[str, set[str]] = {status: set() for status in ("passed", "failed", "skipped", "xfail")}
    for record in records:
        why = f": {record['exception']!r}" if record["status"] == "failed" else ""
        found[record["status"]].add(record["check_name"] + why)
    return found


def passes_all(model: Any) -> None:
    """Nothing fails, nothing is expected to fail, and nothing is skipped but for the switch."""
    found = statuses(model)
    assert not found["failed"]
    assert not found["xfail"]
    assert found["skipped"] <= NEEDS_SWITCH
    assert {"check_sample_weight_equivalence_on_dense_data", "check_fit_idempotent"} <= found["passed"]


@pytest.mark.parametrize("model", [*REGRESSORS, gd.GradientDescentClassifier()], ids=str)
def test_every_check_passes_on_numpy(model: Any) -> None:
    passes_all(model)


# The checks are about what an estimator promises and not about the bottom of the valley: fewer iterations will do.
@pytest.mark.parametrize("kind", [gd.GradientDescentRegressor, gd.GradientDescentClassifier])
def test_every_check_passes_on_torch(kind: Any) -> None:
    passes_all(kind("torch", max_iter=5))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [gd.GradientDescentRegressor, gd.GradientDescentClassifier])
@pytest.mark.parametrize(
    "name", [b.name for b in gd.available_backends() if b.installed and b.name not in ("numpy", "torch")]
)
def test_every_check_passes_on_every_other_backend(name: str, kind: Any) -> None:
    passes_all(kind(name, max_iter=5))


@pytest.mark.slow
def test_with_the_switch_on_nothing_is_skipped() -> None:
    program = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from sklearn.utils.estimator_checks import check_estimator\n"
        "import gdlearn as gd\n"
        "models = gd.GradientDescentRegressor(), gd.GradientDescentClassifier(max_iter=5)\n"
        "found = [record for model in models for record in check_estimator(model, on_fail=None, on_skip=None)]\n"
        "print(*{record['status'] for record in found}, 'check_array_api_input' in {r['check_name'] for r in found})"
    )
    switched = {**os.environ, "SCIPY_ARRAY_API": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=switched)
    assert done.stdout.split() == ["passed", "True"]


def test_the_checks_reject_an_estimator_that_forgets_its_weights() -> None:
    class Forgetful(gd.GradientDescentRegressor):
        def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
            return super().fit(X, y)

    failed = statuses(Forgetful())["failed"]
    assert any(name.startswith("check_sample_weight_equivalence_on_dense_data") for name in failed)
