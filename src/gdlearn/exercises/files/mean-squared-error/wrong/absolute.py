# mistake: absolute-loss
# message: This is the mean absolute error: the residuals are not squared. Another line is best for it.
# cure: Square the residuals: (r**2).mean().


def loss(X, y, w):
    return abs(X @ w - y).mean()
