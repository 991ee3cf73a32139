# mistake: bias-forgotten
import numpy as np


def gradient(X, y, w):
    g = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
    g[-1] = 0
    return g
