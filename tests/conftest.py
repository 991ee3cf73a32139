"""Problems that hide nothing: several shapes, p != 2, weights away from zero, columns of unequal size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.arrays import FloatArray


class Problem(NamedTuple):
    """An objective on the host and a place to start from."""

    objective: gd.MeanSquaredError
    start: FloatArray


def make_problem(n: int, d: int, seed: int = 0, convention: str = "mean") -> Problem:
    """Random data that are neither centred nor of one scale, and a start away from zero."""
    rng = np.random.default_rng([n, d, seed])
    features = rng.normal(1.0, 1.0, (n, d)) * 10.0 ** rng.uniform(-1, 1, d)
    y = features @ rng.normal(size=d) + 2.0 + rng.normal(size=n)
    data = gd.Dataset.from_arrays(features, y)
    return Problem(gd.MeanSquaredError(data.X, data.y, gd.Convention(convention)), rng.normal(1.0, 1.0, d + 1))


SHAPES = [(1, 1), (7, 2), (50, 1), (64, 6), (1000, 10), (3, 5)]


@pytest.fixture(params=SHAPES, ids=lambda shape: f"n={shape[0]},d={shape[1]}")
def problem(request: pytest.FixtureRequest) -> Problem:
    """The same claim at several shapes."""
    return make_problem(*request.param)


@pytest.fixture(params=["float64", "float32"])
def dtype(request: pytest.FixtureRequest) -> str:
    """The same claim in both precisions."""
    return str(request.param)


@pytest.fixture(scope="session")
def line_problem() -> Problem:
    """The course's own problem: 1000 points around y = 5x + 3."""
    data = gd.line()
    return Problem(gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2))
