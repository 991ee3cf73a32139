import numpy as np

rng = np.random.default_rng(11)
X, y = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), np.array([3.0, 1.0, 2.0])


def problem(n, d, size):
    X = np.column_stack([rng.normal(size=(n, d)), np.ones(n)])
    return X, rng.normal(3, 2, size=n), rng.normal(size=d + 1), size


CASES = [(X, y, np.array([0.5, 2.0]), 2), problem(7, 2, 3), problem(11, 1, 4), problem(6, 2, 3)]  # the last are even
