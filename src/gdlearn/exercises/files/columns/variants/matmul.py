import numpy as np


def gradient(X, y, w):
    r = np.matmul(X, w) - y
    return np.matmul(r.T, X).T * 2 / X.shape[0]
