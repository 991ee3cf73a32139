# mistake: differences-over-h
import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    return np.array([(loss(w + h * e) - loss(w - h * e)) / h for e in np.eye(len(w))])
