# mistake: missing-two
import numpy as np


def gradient(X, y, w):
    n, p = X.shape
    g = np.zeros(p)
    for i in range(n):
        r = sum(X[i, k] * w[k] for k in range(p)) - y[i]
        for j in range(p):
            g[j] += r * X[i, j] / n
    return g
