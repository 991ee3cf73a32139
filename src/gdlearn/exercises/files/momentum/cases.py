import numpy as np

rng = np.random.default_rng(12)
X, y = np.array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), np.array([3.0, 1.0, 2.0])


def problem(n, d, learning_rate, beta, steps):
    X = np.column_stack([rng.normal(1, 1, size=(n, d)), np.ones(n)])
    return X, rng.normal(3, 2, size=n), rng.normal(size=d + 1), learning_rate, beta, steps


CASES = [(X, y, np.array([0.5, 2.0]), 0.1, 0.5, 2), problem(7, 2, 0.05, 0.9, 6), problem(5, 3, 0.02, 0.5, 4)]
