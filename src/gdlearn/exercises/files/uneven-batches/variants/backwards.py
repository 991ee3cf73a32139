def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    starts = reversed(range(0, len(y), size))
    batches = [(X[i : i + size], y[i : i + size]) for i in starts]
    return sum(len(t) * gradient(x, t, w) for x, t in batches) / len(y)
