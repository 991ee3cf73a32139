# mistake: broadcast


def gradient(X, y, w):
    r = X @ w - y.reshape(-1, 1)
    return (2 * r).mean(axis=0) @ X / len(y)
