# mistake: penalty-averaged
import numpy as np


def gradient(X, y, w):
    return (2 * X.T @ (X @ w - y) + 0.7 * np.append(w[:-1], 0)) / len(y)
