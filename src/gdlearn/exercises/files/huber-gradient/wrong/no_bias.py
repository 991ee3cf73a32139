# mistake: bias-forgotten
import numpy as np


def gradient(X, y, w):
    g = X.T @ np.clip(X @ w - y, -1.5, 1.5) / len(y)
    g[-1] = 0
    return g
