# mistake: missing-two
import numpy as np


def gradient(X, y, w):
    return X.T @ (X @ w - y) / len(y) + 0.7 * np.append(w[:-1], 0)
