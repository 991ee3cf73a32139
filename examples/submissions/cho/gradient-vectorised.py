def gradient(X, y, w):
    return 2 / len(y) * (X @ (X @ w - y))
