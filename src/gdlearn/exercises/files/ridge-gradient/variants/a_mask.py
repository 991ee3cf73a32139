import numpy as np


def gradient(X, y, w):
    learned = np.arange(len(w)) < len(w) - 1
    return np.mean(2 * (X @ w - y)[:, None] * X, axis=0) + 0.7 * w * learned
