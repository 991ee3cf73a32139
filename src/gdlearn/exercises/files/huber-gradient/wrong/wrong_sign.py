# mistake: wrong-sign


def gradient(X, y, w):
    slope = [max(-1.5, min(r, 1.5)) for r in y - X @ w]
    return X.T @ slope / len(y)
