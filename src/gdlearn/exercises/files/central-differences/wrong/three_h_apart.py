# mistake: wrong-differences
import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    found = []
    for j in range(len(w)):
        v = w.copy()
        v[j] += h
        up = loss(v)
        v[j] -= 3 * h
        found.append((up - loss(v)) / (2 * h))
    return np.array(found)
