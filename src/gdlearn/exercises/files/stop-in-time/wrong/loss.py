# mistake: loss-for-gradient
# title: It waits for a small loss
# message: It never stops in time: the loss was compared with the bound. With noise in the data the loss does not come near 0, however good the weights are.
# cure: Compare the components of the gradient. They are 0 at the lowest point, whatever the loss is there.
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    while updates < most:
        if np.mean((X @ w - y) ** 2) < small:
            break
        w = w - learning_rate * gradient(X, y, w)
        updates += 1
    return updates, w
