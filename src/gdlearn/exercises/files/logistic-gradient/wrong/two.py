# mistake: two-too-many
import numpy as np


def gradient(X, y, w):
    return 2 * X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
