# mistake: root-loss
# message: This is the root of the mean squared error (RMSE). It is lowest at the same weights, but its slope is another one everywhere.
# cure: Leave the root out. np.linalg.norm takes a root, too.


def loss(X, y, w):
    return ((X @ w - y) ** 2).mean() ** 0.5
