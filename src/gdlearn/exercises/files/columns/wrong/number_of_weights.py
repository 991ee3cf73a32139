# mistake: divided-by-p
def gradient(X, y, w):
    return 2 / len(w) * X.T @ (X @ w - y)
