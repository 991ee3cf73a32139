# mistake: half-times-n


def gradient(X, y, w):
    s = 2 * (X @ w - y)
    return 1 / 2 * len(y) * X.T @ s
