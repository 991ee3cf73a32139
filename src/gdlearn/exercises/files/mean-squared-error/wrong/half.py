# mistake: half-mean-for-mean
# title: Half of the mean
# message: The loss is half of what it should be: that is the convention half_mean. Its slopes are half as large, too.
# cure: Divide by n, not by 2n.


def loss(X, y, w):
    r = X @ w - y
    return r @ r / (2 * len(y))
