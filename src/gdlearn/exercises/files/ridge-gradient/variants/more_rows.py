import numpy as np


def gradient(X, y, w):
    n, p = X.shape
    rows = np.sqrt(0.7 * n / 2) * np.eye(p)[:-1]
    X, y = np.vstack([X, rows]), np.append(y, np.zeros(p - 1))
    return 2 / n * X.T @ (X @ w - y)
