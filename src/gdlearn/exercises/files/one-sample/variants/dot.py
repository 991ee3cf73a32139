import numpy as np


def sample_gradient(x, y, w):
    return np.multiply(x, -2 * (y - np.dot(w, x)))
