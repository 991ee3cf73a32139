# mistake: bias-forgotten


def gradient(X, y, w):
    slope = [max(-1.5, min(r, 1.5)) for r in X @ w - y]
    g = X.T @ slope / len(y)
    g[-1] = 0
    return g
