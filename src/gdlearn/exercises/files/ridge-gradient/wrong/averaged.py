# mistake: penalty-averaged


def gradient(X, y, w):
    g = 2 * X.T @ (X @ w - y)
    g[:-1] += 0.7 * w[:-1]
    return g / len(y)
