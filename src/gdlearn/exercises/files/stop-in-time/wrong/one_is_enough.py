# mistake: one-component-enough
# title: One small component is enough
# message: It stops as soon as one component is small. In the other directions there is still a way to go.
# cure: Every component must be small, so the largest one decides: np.abs(g).max(), or np.all.
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    while updates < most:
        g = gradient(X, y, w)
        if np.any(np.abs(g) < small):
            break
        w = w - learning_rate * g
        updates += 1
    return updates, w
