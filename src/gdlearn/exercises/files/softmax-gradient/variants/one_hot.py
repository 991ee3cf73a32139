import numpy as np


def gradient(X, y, W):
    Z = X @ W
    T = (y[:, None] == np.arange(W.shape[1])).astype(float)
    top = Z.max(axis=1, keepdims=True)
    logs = Z - top - np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    return np.einsum("ij,ic->jc", X, np.exp(logs) - T) / len(y)
