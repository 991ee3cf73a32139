# mistake: means-added
# title: The gradients are added up without weights
# message: The gradients of the batches are added up as they are. That is right for a loss that is a sum; here each one is a mean already.
# cure: Weight each batch by its share of the rows: len(rows) / n.


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    return sum(gradient(X[i : i + size], y[i : i + size], w) for i in range(0, len(y), size))
