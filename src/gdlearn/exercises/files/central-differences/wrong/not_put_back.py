# mistake: weight-not-put-back
# title: The weights are not put back
# message: The first slope is right. For the next ones the earlier weights stand a step away from where they belong.
# cure: Work on a fresh copy for each weight, or put the weight back before the next one.
import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    found, v = [], w.copy()
    for j in range(len(w)):
        v[j] += h
        up = loss(v)
        v[j] -= 2 * h
        found.append((up - loss(v)) / (2 * h))
    return np.array(found)
