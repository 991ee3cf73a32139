# mistake: size-for-all
# title: Every batch is weighted as a full one
# message: Every batch has the weight size / n. The short one has fewer rows than that, and the weights add up to more than 1.
# cure: Count the rows that the batch has: len(y[first : first + size]) / n.


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def in_batches(X, y, w, size):
    n = len(y)
    return sum(size / n * gradient(X[i : i + size], y[i : i + size], w) for i in range(0, n, size))
