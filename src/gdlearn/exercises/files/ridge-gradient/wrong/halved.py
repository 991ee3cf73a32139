# mistake: penalty-halved


def gradient(X, y, w):
    g = 2 / len(y) * X.T @ (X @ w - y)
    g[:-1] += 0.7 / 2 * w[:-1]
    return g
