import numpy as np

rng = np.random.default_rng(5)
X = np.column_stack([rng.uniform(0, 2, (12, 2)), np.ones(12)])
y = X @ np.array([3.0, -1.0, 6.0]) + rng.normal(0, 0.5, 12)
BOTTOM = np.linalg.solve(X.T @ X, X.T @ y)

CASES = [
    (X, y, np.array([0.0, 0.0, 0.0]), 0.1, 0.05, 400),  # every slope is negative at the start
    (X, y, np.array([5.0, -3.0, 9.0]), 0.2, 0.3, 400),
    (X, y, np.array([-4.0, 8.0, 1.0]), 0.1, 0.001, 60),  # the limit comes first
    (X, y, BOTTOM, 0.1, 0.05, 400),  # nothing to do
    (X[:, 1:], y, np.array([1.0, -2.0]), 0.2, 0.01, 400),
]
