# mistake: penalty-doubled


def gradient(X, y, w):
    g = 2 / len(y) * X.T @ (X @ w - y)
    g[:-1] += 2 * 0.7 * w[:-1]
    return g
