# mistake: penalty-halved
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y) + 0.7 / 2 * np.append(w[:-1], 0)
