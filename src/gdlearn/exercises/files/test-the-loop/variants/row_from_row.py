import numpy as np


def test(descend):
    rng = np.random.default_rng(1)
    X, y, start = rng.normal(size=(5, 4)), rng.normal(size=5), rng.normal(size=4)
    X[:, -1] = 1
    given = tuple(array.copy() for array in (X, y, start))
    rows = np.array(descend(*given, 0.03, 4))
    for before, after in zip((X, y, start), given):
        np.testing.assert_array_equal(after, before)
    np.testing.assert_allclose(rows[0], start)
    steps = [-0.03 * np.mean(2 * (X @ w - y)[:, None] * X, axis=0) for w in rows[:-1]]
    np.testing.assert_allclose(np.diff(rows, axis=0), steps, rtol=1e-8)
    assert len(rows) == 5
