# mistake: squared-probabilities
import numpy as np


def gradient(X, y, w):
    q = 1 / (1 + np.exp(-X @ w))
    return 2 * X.T @ ((q - y) * q * (1 - q)) / len(y)
