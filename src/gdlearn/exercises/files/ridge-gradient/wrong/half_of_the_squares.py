# mistake: missing-two


def gradient(X, y, w):
    g = X.T @ (X @ w - y) / len(y)
    g[:-1] += 0.7 * w[:-1]
    return g
