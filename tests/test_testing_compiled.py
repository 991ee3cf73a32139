"""JAX and Numba through the conformance suite. They compile, which takes its time: run by `make slow`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

import gdlearn as gd
from gdlearn.testing import parametrize_with_checks

pytestmark = pytest.mark.slow


@parametrize_with_checks(["jax", "numba"])
def test_what_is_compiled(check: Any) -> None:
    check()


@pytest.mark.parametrize("check", ["derives_every_function", "right_far_away", "right_at_the_kinks"])
def test_the_formulas_on_the_arrays_of_jax(check: str) -> None:
    from gdlearn.testing.backend import backend_cases

    for case in backend_cases(partial(gd.get_backend, "jax", gradient="formula")):
        if case.check == check:
            case()
