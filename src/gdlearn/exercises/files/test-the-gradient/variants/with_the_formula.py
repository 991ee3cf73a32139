import numpy as np


def test(gradient):
    for n, p in ((5, 3), (8, 2)):
        rng = np.random.default_rng(n)
        X, y, w = rng.normal(size=(n, p)), rng.normal(size=n), rng.normal(size=p)
        X[:, -1] = 1
        right = [sum(2 * (X[i] @ w - y[i]) * X[i, j] for i in range(n)) / n for j in range(p)]
        np.testing.assert_allclose(gradient(X, y, w), right, rtol=1e-9)
