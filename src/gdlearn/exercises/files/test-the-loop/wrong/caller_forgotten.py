# mistake: caller-changed
import numpy as np


def test(descend):
    rng = np.random.default_rng(6)
    X = np.column_stack([rng.normal(size=(8, 2)), np.ones(8)])
    y, w = rng.normal(size=8), rng.normal(size=3)
    rows = descend(X, y, w.copy(), 0.05, 5)
    assert len(rows) == 6
    for row in rows:
        assert np.allclose(row, w)
        w = w - 0.05 * 2 / 8 * X.T @ (X @ w - y)
