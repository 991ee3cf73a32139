# mistake: wrong-sign
import numpy as np


def gradient(X, y, w):
    return X.T @ np.clip(y - X @ w, -1.5, 1.5) / len(y)
