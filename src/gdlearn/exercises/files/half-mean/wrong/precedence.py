# mistake: half-times-n
import numpy as np


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = 1 / 2 * len(y) * features.T @ r
    db = 1 / 2 * len(y) * np.sum(r)
    return np.append(dw, db)
