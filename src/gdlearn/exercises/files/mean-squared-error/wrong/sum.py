# mistake: sum-not-mean
import numpy as np


def loss(X, y, w):
    return np.sum((X @ w - y) ** 2)
