# mistake: stale-weights
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    g = gradient(X, y, w)
    while updates < most and np.abs(g).max() >= small:
        w = w - learning_rate * g
        updates += 1
    return updates, w
