# mistake: tiny-step
# message: The h that is given is not used, and the one that is used is too small: the difference of the two losses drowns in their rounding.
# cure: Use the argument h. In float64, 1e-5 is a good middle.
import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    h = 1e-13
    return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])
