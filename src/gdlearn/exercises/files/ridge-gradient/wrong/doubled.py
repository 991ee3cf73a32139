# mistake: penalty-doubled
import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y) + 2 * 0.7 * np.append(w[:-1], 0)
