# mistake: bias-not-averaged


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = features.T @ r / len(y)
    db = sum(r)
    return [*dw, db]
