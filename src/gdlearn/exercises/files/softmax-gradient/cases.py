import numpy as np

rng = np.random.default_rng(14)
X, W = np.array([[1.0, 1.0], [2.0, 1.0], [-1.0, 1.0], [0.0, 1.0]]), np.array([[1.0, 0.0, -1.0], [0.5, 0.0, 0.0]])


def problem(n, p, k, size):
    X = np.column_stack([rng.normal(size=(n, p - 1)), np.ones(n)])
    return X, rng.integers(k, size=n), size * rng.normal(size=(p, k))


CASES = [(X, np.array([0, 2, 1, 0]), W), problem(7, 4, 2, 1.0), problem(6, 2, 3, 800.0)]  # the last one has large z
