import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates, w = 0, w.copy()
    while updates < most and (np.abs(gradient(X, y, w)) >= small).any():
        w -= learning_rate * gradient(X, y, w)
        updates += 1
    return [updates, list(w)]
