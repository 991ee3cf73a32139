# mistake: start-missing
import numpy as np


def test(descend):
    rng = np.random.default_rng(6)
    X = np.column_stack([rng.normal(size=(8, 2)), np.ones(8)])
    y, start = rng.normal(size=8), rng.normal(size=3)
    given = start.copy()
    rows = descend(X, y, given, 0.05, 5)
    assert (given == start).all()
    for before, after in zip(rows, rows[1:]):
        assert np.allclose(after, before - 0.05 * 2 / 8 * X.T @ (X @ before - y))
