# mistake: limit-ignored
# title: There is no limit
# message: It goes on for as long as the gradient is large, beyond the number of updates that is allowed. With a rate that is too large it would never return.
# cure: Count the updates, and stop at `most`.
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    g = gradient(X, y, w)
    while np.abs(g).max() >= small:
        w = w - learning_rate * g
        g = gradient(X, y, w)
        updates += 1
    return updates, w
