# mistake: sum-not-mean


def loss(X, y, w):
    return sum((X @ w - y) ** 2)
