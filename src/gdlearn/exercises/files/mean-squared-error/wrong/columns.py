# mistake: broadcast
import numpy as np


def loss(X, y, w):
    r = X @ w - y.reshape(-1, 1)
    return np.mean(r**2)
