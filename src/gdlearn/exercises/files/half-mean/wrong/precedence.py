# mistake: half-times-n


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = 1 / 2 * len(y) * features.T @ r
    db = 1 / 2 * len(y) * sum(r)
    return [*dw, db]
