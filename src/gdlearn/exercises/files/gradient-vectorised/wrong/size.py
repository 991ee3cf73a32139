# mistake: divided-by-p-too


def gradient(X, y, w):
    return 2 / X.size * X.T @ (X @ w - y)
