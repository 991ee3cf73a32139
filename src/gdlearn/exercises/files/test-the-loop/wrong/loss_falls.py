# mistake: sequential-update, stale-weights, start-missing, caller-changed
import numpy as np


def test(descend):
    rng = np.random.default_rng(6)
    X = np.column_stack([rng.normal(size=(8, 2)), np.ones(8)])
    y, start = rng.normal(size=8), rng.normal(size=3)
    rows = np.array(descend(X, y, start.copy(), 0.05, 5))
    losses = [np.mean((X @ w - y) ** 2) for w in rows]
    assert all(after < before for before, after in zip(losses, losses[1:]))
