# mistake: broadcast


def loss(X, y, w):
    r = X @ w - y.reshape(-1, 1)
    return (r**2).mean()
