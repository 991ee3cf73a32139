import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    found = np.zeros(len(w))
    for j in range(len(w)):
        kept = w[j]
        w[j] = kept + h
        found[j] = loss(w)
        w[j] = kept - h
        found[j] -= loss(w)
        w[j] = kept
    return found / (2 * h)
