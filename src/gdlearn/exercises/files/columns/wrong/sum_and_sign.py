# mistake: sum-not-mean, wrong-sign
def gradient(X, y, w):
    return 2 * X.T @ (y - X @ w)
