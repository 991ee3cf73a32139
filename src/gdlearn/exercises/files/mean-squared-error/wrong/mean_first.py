# mistake: mean-before-square
# title: The mean is taken before the square
# message: Misses above and below the line cancel before they are squared, so a bad line can have the loss 0.
# cure: Square each residual first, then take the mean.


def loss(X, y, w):
    return (X @ w - y).mean() ** 2
