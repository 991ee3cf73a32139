# mistake: bias-doubled
import numpy as np


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = features.T @ r / len(y)
    db = 2 * np.mean(r)
    return np.append(dw, db)
