import numpy as np


def gradient(X, y, w):
    r = X @ w - y
    slope = np.where(np.abs(r) <= 1.5, r, 1.5 * np.sign(r))
    return np.mean(slope[:, None] * X, axis=0)
