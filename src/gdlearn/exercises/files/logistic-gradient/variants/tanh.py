import numpy as np


def gradient(X, y, w):
    return np.einsum("ij,i->j", X, (1 + np.tanh(X @ w / 2)) / 2 - y) / len(y)
