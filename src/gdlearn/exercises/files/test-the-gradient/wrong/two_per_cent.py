# mistake: n-minus-one
import numpy as np


def loss(X, y, w):
    return np.mean((X @ w - y) ** 2)


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(200, 3)), np.ones(200)])
    y, w, h = rng.normal(size=200), rng.normal(size=4), 1e-5
    slopes = [(loss(X, y, w + h * e) - loss(X, y, w - h * e)) / (2 * h) for e in np.eye(4)]
    assert np.allclose(gradient(X, y, w), slopes, rtol=0.02)
