# mistake: sequential-update, history-aliased, start-missing, caller-changed
import numpy as np


def test(descend):
    rng = np.random.default_rng(6)
    X = np.column_stack([rng.normal(size=(8, 2)), np.ones(8)])
    y, start = rng.normal(size=8), rng.normal(size=3)
    rows = np.array(descend(X, y, start.copy(), 0.1, 2000))
    assert np.allclose(rows[-1], np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-6)
