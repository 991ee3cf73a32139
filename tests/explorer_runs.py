"""Descents of the explorer, by its own scripts as they stand in `web/descent/`, and the same ones by the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.optimizers import OPTIMIZERS
from gdlearn.theory import curvature

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "web" / "descent" / "index.js"
STEPS = 200

Ask = Callable[..., Any]


@cache
def tool(name: str) -> Any:
    """A module of the site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "site_tools")
        return import_module(f"gdlearn_site.{name}")


def script(name: str, *given: Any, count: int = 0) -> Any:
    """What the scripts export under that name, called if it is a function."""
    return tool("scripts").descent()(name, *given, count=count)


@cache
def course() -> Any:
    """The course's own data, as the page loads them."""
    return tool("page").course()


@dataclass(frozen=True)
class Rows:
    """The rows of every step, as they were drawn elsewhere."""

    drawn: tuple[Any, ...]

    def __call__(self, n: int) -> Iterator[Any]:
        return map(np.array, self.drawn)


@dataclass(frozen=True)
class Case:
    """One descent; the rate is a share of the largest stable one where the rule has such a one."""

    optimizer: str = "gd"
    share: float | None = None
    rate: float | None = None
    data: int = 0
    standardise: bool = False
    batch: int = 0
    noise: float = 4.0
    start: tuple[float, float] = (-3.0, 12.0)
    steps: int = STEPS

    def __str__(self) -> str:
        size = f"share {self.share}" if self.rate is None else f"rate {self.rate}"
        scale = ", standardised" if self.standardise else ""
        return f"{self.optimizer}, {size}, data {self.data}{scale}, batch {self.batch}"


# The largest rate of momentum 0.9 on a parabola, and of Nesterov's form of it, in units of 1 / lambda_max.
LIMITS = {"gd": 2, "momentum": 2 * 1.9, "nesterov": 2 * 1.9 / 2.8}


def problem_of(case: Case) -> gd.MeanSquaredError:
    """The loss over the page's own points, which the package standardises."""
    drawn = script("dataOf", course(), {"data": case.data, "noise": case.noise, "standardise": False})
    data = gd.Dataset.from_arrays(np.array(drawn["x"])[:, None], drawn["y"])
    data = data.standardise() if case.standardise else data
    return gd.MeanSquaredError(data.X, data.y)


def rate_of(case: Case, objective: gd.MeanSquaredError) -> float:
    if case.rate is not None:
        return case.rate
    assert case.share is not None
    return float(case.share * LIMITS[case.optimizer] / curvature(objective).eigenvalues[-1])


def on_the_page(case: Case, rate: float, ask: Ask = script) -> Any:
    names = ("optimizer", "data", "standardise", "batch", "noise", "start", "steps")
    return ask("descentOf", course(), {"rate": rate} | {name: getattr(case, name) for name in names})


def in_the_package(case: Case, rate: float, objective: gd.MeanSquaredError, backend: str = "numpy") -> gd.Trajectory:
    batches: Any = gd.FullBatch()
    if case.batch:
        batches = Rows(tuple(map(tuple, script("batchesOf", len(objective), case.batch, count=case.steps + 1))))
    rule = OPTIMIZERS[case.optimizer](rate)
    return gd.record(objective, case.start, gd.get_backend(backend), rule, case.steps, batches)
