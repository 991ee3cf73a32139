# mistake: short-batch-dropped
# title: The short batch is left out
# message: The rows that do not fill a batch are left out.
# cure: Let the batches start at range(0, n, size). A slice that reaches over the end is cut off by Python.


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    last = len(y) // size * size
    return gradient(X[:last], y[:last], w)
