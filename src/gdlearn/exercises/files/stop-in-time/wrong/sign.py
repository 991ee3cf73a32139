# mistake: signed-difference
# title: A negative slope counts as small
# message: A slope of -1000 is smaller than every bound, and far from 0. The sign was not taken away.
# cure: Look at the absolute values: np.abs(g).max().


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    updates = 0
    while updates < most:
        g = gradient(X, y, w)
        if g.max() < small:
            break
        w = w - learning_rate * g
        updates += 1
    return updates, w
