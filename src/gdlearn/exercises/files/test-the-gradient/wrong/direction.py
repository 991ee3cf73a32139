# mistake: missing-two, sum-not-mean, divided-by-p-too, n-minus-one
import numpy as np


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(9, 3)), np.ones(9)])
    y, w = rng.normal(size=9), rng.normal(size=4)
    found, right = gradient(X, y, w), 2 / 9 * X.T @ (X @ w - y)
    assert np.allclose(found / np.linalg.norm(found), right / np.linalg.norm(right))
