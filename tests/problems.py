"""One problem for every objective: not centred, columns of unequal size, p != 2, a start away from zero."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.objectives import L2, MLP, Huber, Logistic, Poisson, Softmax

N, D = 40, 3

OBJECTIVES: dict[str, Callable[[FloatArray, FloatArray], gd.Objective]] = {
    "mse": lambda X, y: gd.MeanSquaredError(X, y),
    "ridge": lambda X, y: L2(gd.MeanSquaredError(X, y), 0.3),
    "huber": lambda X, y: Huber(X, y, delta=0.8),
    "logistic": lambda X, y: Logistic(X, (y > np.median(y)).astype(float)),
    "softmax": lambda X, y: Softmax(X, np.digitize(y, np.quantile(y, [0.33, 0.66])).astype(float), 3),
    "poisson": lambda X, y: Poisson(X, np.maximum(np.round(y), 0.0)),
    "mlp": lambda X, y: MLP(X, y, hidden=3),
}

# A learning rate with which each rule descends on all of them without diverging.
RATES = {
    "gd": 0.02,
    "momentum": 0.004,
    "nesterov": 0.004,
    "adagrad": 0.05,
    "rmsprop": 0.01,
    "adam": 0.02,
    "adamw": 0.02,
}


def make_objective(name: str, seed: int = 0) -> tuple[gd.Objective, FloatArray]:
    """The objective and a start."""
    rng = np.random.default_rng([N, D, seed])
    features = rng.normal(1.0, 1.0, (N, D)) * [1.0, 0.4, 2.0]
    y = features @ [1.0, -1.0, 0.5] + 2.0 + rng.normal(size=N)
    data = gd.Dataset.from_arrays(features, y)
    objective = OBJECTIVES[name](data.X, data.y)
    return objective, rng.normal(0.3, 0.4, objective.size)
