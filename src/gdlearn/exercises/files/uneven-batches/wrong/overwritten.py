# mistake: batches-overwritten
# title: Only the last batch is left
# message: Each batch overwrites the one before. Only the share of the last one is left.
# cure: Start with zeros before the loop, and add: total = total + share * g.


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    n = len(y)
    for i in range(0, n, size):
        rows = slice(i, i + size)
        total = len(y[rows]) / n * gradient(X[rows], y[rows], w)
    return total
