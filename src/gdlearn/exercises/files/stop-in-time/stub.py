"""A loop that knows when to stop.

At the lowest point the gradient is 0. So a descent may stop as soon as the gradient is small: when
every one of its components lies closer to 0 than `small`. And because nobody knows whether that ever
happens, it makes `most` updates and no more.

    stop at the first w with |∂L/∂wⱼ| < small for every j

The gradient of squared error is given. X has the shape (n, p), y the shape (n,), w the shape (p,);
learning_rate and small are numbers, most is a whole number.
Return two things: how many updates were made, and the weights after them. If the start is good enough,
that is 0 updates.
"""

import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    # TODO: update for as long as the gradient is large
    raise NotImplementedError("TODO: update until the gradient is small, and at most so many times.")
    return updates, w
