def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, small, most):
    for t in range(most):
        g = gradient(X, y, w)
        if all(abs(slope) < small for slope in g):
            return t, w
        w = w - learning_rate * g
    return most, w
