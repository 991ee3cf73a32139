# mistake: missing-two, sum-not-mean, bias-forgotten, broadcast, divided-by-p-too, n-minus-one, weights-ignored, bias-not-predicted
import numpy as np


def loss(X, y, w):
    return np.mean((X @ w - y) ** 2)


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(9, 3)), np.ones(9)])
    y, w = rng.normal(size=9), rng.normal(size=4)
    assert loss(X, y, w - 1e-4 * gradient(X, y, w)) < loss(X, y, w)
