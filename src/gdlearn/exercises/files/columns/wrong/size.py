# mistake: divided-by-p-too
def gradient(X, y, w):
    return 2 * X.T @ (X @ w - y) / X.size
