# mistake: bias-forgotten
import numpy as np


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(9, 3)), np.ones(9)])
    y, w = rng.normal(size=9), rng.normal(size=4)
    right = 2 / 9 * X.T @ (X @ w - y)
    assert np.allclose(gradient(X, y, w)[:-1], right[:-1])
