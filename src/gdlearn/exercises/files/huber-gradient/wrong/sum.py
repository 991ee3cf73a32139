# mistake: sum-not-mean
import numpy as np


def gradient(X, y, w):
    return X.T @ np.clip(X @ w - y, -1.5, 1.5)
