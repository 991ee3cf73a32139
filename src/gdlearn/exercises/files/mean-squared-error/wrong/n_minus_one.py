# mistake: n-minus-one
import numpy as np


def loss(X, y, w):
    return np.sum((X @ w - y) ** 2) / (len(y) - 1)
