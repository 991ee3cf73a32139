"""Data, weights, settings: everything that a descent is made of, drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.optimizers import OPTIMIZERS

DTYPES = st.sampled_from(["float64", "float32"])
SEEDS = st.integers(0, 2**32 - 1)
WILD = st.floats(-1e6, 1e6, width=32)  # with zeros of both signs, subnormal numbers and repetitions
SIDE = 6

Table = tuple[FloatArray, FloatArray]


@st.composite
def wild_tables(draw: Any) -> Table:
    """A few rows of numbers that Hypothesis chose itself, features and targets."""
    n, d = draw(st.integers(1, SIDE)), draw(st.integers(1, 3))
    return draw(arrays(float, (n, d), elements=WILD)), draw(arrays(float, n, elements=WILD))


@st.composite
def plain_tables(draw: Any) -> Table:
    """Rows as data have them: columns of unequal scale, some of them far from 0, targets that depend on them."""
    n, d, rng = draw(st.integers(1, 60)), draw(st.integers(1, 5)), np.random.default_rng(draw(SEEDS))
    scale, offset = 10.0 ** draw(st.integers(-4, 4)), draw(st.sampled_from([0.0, 1.0, 100.0]))
    features = (rng.normal(size=(n, d)) + offset) * scale * 10.0 ** rng.uniform(-1, 1, d)
    return features, features @ rng.normal(size=d) / scale + rng.normal(size=n)


TABLES = st.one_of(plain_tables(), wild_tables())


class Problem(NamedTuple):
    """An objective, and weights to ask it at."""

    objective: gd.Objective
    w: FloatArray


def labels(y: FloatArray, k: int) -> FloatArray:
    """Classes from 0 to k - 1, in the order of the targets."""
    return (np.argsort(np.argsort(y)) * k // len(y)).astype(float)


CONVENTIONS = st.sampled_from(list(gd.Convention))
POSITIVE = st.floats(1e-3, 1e3)
MAKERS: dict[str, Callable[[Any, FloatArray, FloatArray], gd.Objective]] = {
    "mse": lambda draw, X, y: gd.MeanSquaredError(X, y, draw(CONVENTIONS)),
    "ridge": lambda draw, X, y: gd.L2(gd.MeanSquaredError(X, y, draw(CONVENTIONS)), draw(st.floats(0, 100))),
    "huber": lambda draw, X, y: gd.Huber(X, y, delta=draw(POSITIVE)),
    "logistic": lambda _, X, y: gd.Logistic(X, labels(y, 2)),
    "softmax": lambda _, X, y: gd.Softmax(X, labels(y, 3), classes=3),
    "poisson": lambda _, X, y: gd.Poisson(X, np.floor(np.minimum(np.abs(y), 1e3))),
    "mlp": lambda draw, X, y: gd.MLP(X, y, hidden=draw(st.integers(1, 3))),
}
FAR = 30.0  # the largest |x w| of a row: exponentials of it are finite in float32, too


@st.composite
def problems(draw: Any, kinds: tuple[str, ...] = tuple(MAKERS)) -> Problem:
    """Any objective on any table, and weights from the origin to far away."""
    data = gd.Dataset.from_arrays(*draw(TABLES))
    objective = MAKERS[draw(st.sampled_from(kinds))](draw, data.X, data.y)
    w = np.random.default_rng(draw(SEEDS)).normal(size=objective.size) * draw(st.sampled_from([0.0, 1e-3, 1.0]))
    reach = float(np.abs(data.X).sum(axis=1).max() * np.abs(w).max())
    return Problem(objective, w * min(1.0, FAR / reach) if reach else w)


RATE = st.floats(1e-4, 0.5)
BELOW_1 = st.floats(0.01, 0.99)
BETAS, EPS = st.tuples(BELOW_1, BELOW_1), st.floats(1e-10, 1e-1)
SETTINGS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "gd": {},
    "momentum": {"momentum": BELOW_1},
    "nesterov": {"momentum": BELOW_1},
    "adagrad": {"eps": EPS},
    "rmsprop": {"alpha": BELOW_1, "eps": EPS},
    "adam": {"betas": BETAS, "eps": EPS},
    "adamw": {"betas": BETAS, "eps": EPS, "weight_decay": st.floats(0, 1)},
}
RULES: st.SearchStrategy[Any] = st.sampled_from(sorted(SETTINGS)).flatmap(
    lambda name: st.builds(OPTIMIZERS[name], learning_rate=RATE, **SETTINGS[name])
)
BATCHES: st.SearchStrategy[Any] = st.one_of(
    st.just(gd.FullBatch()),
    st.builds(gd.InOrder, size=st.integers(1, 70)),
    st.builds(gd.Shuffled, size=st.integers(1, 70), seed=SEEDS),
)
