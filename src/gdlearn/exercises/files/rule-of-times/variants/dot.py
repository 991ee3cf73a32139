import numpy as np


def times_backward(a, b, g):
    if np.shape(b) == ():
        return np.multiply(b, g), np.dot(a, g)
    return np.multiply(g, b), np.multiply(a, g)
