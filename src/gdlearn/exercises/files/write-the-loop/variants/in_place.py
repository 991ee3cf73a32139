import numpy as np


def descend(X, y, w, learning_rate, steps):
    rows = np.empty((steps + 1, len(w)))
    rows[0] = w
    for t in range(steps):
        rows[t + 1] = rows[t] - learning_rate * 2 / len(y) * X.T @ (X @ rows[t] - y)
    return rows
