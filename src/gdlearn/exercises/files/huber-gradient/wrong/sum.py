# mistake: sum-not-mean


def gradient(X, y, w):
    slope = [max(-1.5, min(r, 1.5)) for r in X @ w - y]
    return X.T @ slope
