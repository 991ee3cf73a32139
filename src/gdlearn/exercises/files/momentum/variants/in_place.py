import numpy as np


def walk(X, y, w, learning_rate, beta, steps):
    w, m = w.copy(), np.zeros_like(w)
    rows = [w.copy()]
    for _ in range(steps):
        m *= beta
        m += 2 / len(y) * np.einsum("ij,i->j", X, X @ w - y)
        w -= learning_rate * m
        rows.append(w.copy())
    return rows
