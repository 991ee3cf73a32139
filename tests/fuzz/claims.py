"""A claim for all of something: how many cases are tried, and how many were."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

# `make fuzz` tries thousands of cases of every claim, other ones each time. Everybody else tries these few, always the
# same: a test that fails once and then no more helps nobody.
MANY = int(os.environ.get("FUZZ", "0"))
FEW = 20
CASES: Counter[str] = Counter()  # how often each claim was tried in this process


def claim(**cases: SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hypothesis' `given`, with the number of cases that was asked for, each of them counted."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def counted(**values: Any) -> None:
            CASES[test.__name__] += 1
            test(**values)

        several = settings(
            max_examples=MANY or FEW,
            derandomize=not MANY,
            deadline=None,  # the first case pays for what is loaded
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            print_blob=True,
        )
        return several(given(**cases)(counted))

    return decorate
