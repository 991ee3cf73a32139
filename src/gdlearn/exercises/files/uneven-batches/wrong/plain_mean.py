# mistake: short-batch-overweighted
# title: The plain mean over the batches
# message: All batches count the same, so a row in the short batch counts more than any other.
# cure: Weight each batch by its share of the rows: len(rows) / n.


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    parts = [gradient(X[i : i + size], y[i : i + size], w) for i in range(0, len(y), size)]
    return sum(parts) / len(parts)
