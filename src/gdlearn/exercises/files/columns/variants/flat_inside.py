def gradient(X, y, w):
    r = X @ w.ravel() - y.ravel()
    return (2 / r.size * r @ X).reshape(-1, 1)
