# mistake: clipped-to-one


def gradient(X, y, w):
    slope = [max(-1, min(r, 1)) for r in X @ w - y]
    return X.T @ slope / len(y)
