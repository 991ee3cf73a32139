# mistake: two-too-many


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = 2 * features.T @ r / len(y)
    db = 2 * r.mean()
    return [*dw, db]
