"""Other algorithms for the same question: they do not walk through the same weights, and a step is a whole fit."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdlearn.benchmark.contestant import Walk


def sgd(X: Any, y: Any, start: Any) -> Walk:
    """scikit-learn's `SGDRegressor`: a step is an epoch, with an update for every row."""
    from sklearn.linear_model import SGDRegressor

    X, y = np.array(X, order="C"), np.array(y)

    def fit(epochs: int) -> Any:
        settings = {"penalty": None, "fit_intercept": False, "learning_rate": "constant", "eta0": 1e-4, "tol": None}
        model = SGDRegressor(max_iter=epochs, **settings)
        return model.fit(X, y, coef_init=start).coef_

    return fit


def ridge(X: Any, y: Any, _start: Any) -> Walk:
    """scikit-learn's `Ridge` by Cholesky's factor of X'X, with next to no penalty: the bottom, without a descent."""
    from sklearn.linear_model import Ridge

    X, y = np.array(X, order="F"), np.array(y)
    model = Ridge(alpha=1e-10, fit_intercept=False, solver="cholesky")
    return lambda fits: [model.fit(X, y) for _ in range(fits)][-1].coef_


def lstsq(X: Any, y: Any, _start: Any) -> Walk:
    """`np.linalg.lstsq`: the bottom, by the singular values of all of X."""
    X, y = np.array(X, order="F"), np.array(y)
    return lambda fits: [np.linalg.lstsq(X, y)[0] for _ in range(fits)][-1]
