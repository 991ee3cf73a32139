# mistake: all-weights-together
# title: All weights move together
# message: All slopes are the same number: every weight is moved by h at once, so the slopes of all weights are added up.
# cure: Move one weight at a time: h times a vector that is 1 at place j and 0 elsewhere.
import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    return np.full(len(w), (loss(w + h) - loss(w - h)) / (2 * h))
