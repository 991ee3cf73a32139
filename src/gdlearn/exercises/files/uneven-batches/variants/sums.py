import numpy as np


def in_batches(X, y, w, size):
    total, count = np.zeros(len(w)), 0
    for i in range(0, len(y), size):
        part, target = X[i : i + size], y[i : i + size]
        total += part.T @ (part @ w - target)
        count += len(target)
    return 2 * total / count
