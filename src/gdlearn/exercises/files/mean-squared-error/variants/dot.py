import numpy as np


def loss(X, y, w):
    r = y - np.dot(X, w)
    return np.dot(r, r) / r.size
