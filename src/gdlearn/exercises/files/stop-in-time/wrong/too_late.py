# mistake: tested-too-late
# title: One update too many
# message: It makes one update more than it should: the gradient is tested after the update that was made with it.
# cure: Test first, then update. A start that is good enough needs 0 updates.
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    while updates < most:
        g = gradient(X, y, w)
        w = w - learning_rate * g
        updates += 1
        if np.abs(g).max() < small:
            break
    return updates, w
