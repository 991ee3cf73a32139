# mistake: clipped-to-one
import numpy as np


def gradient(X, y, w):
    return X.T @ np.clip(X @ w - y, -1, 1) / len(y)
