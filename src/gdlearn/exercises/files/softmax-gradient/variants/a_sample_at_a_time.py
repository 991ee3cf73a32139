import numpy as np


def gradient(X, y, W):
    total = np.zeros(W.shape)
    for x, label in zip(X, y):
        e = np.exp(x @ W - max(x @ W))
        q = e / sum(e)
        q[label] -= 1
        total += np.outer(x, q)
    return total / len(X)
