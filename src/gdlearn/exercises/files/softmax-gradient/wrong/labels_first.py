# mistake: labels-minus-probabilities
# title: The sign is turned around
# message: Every number has the other sign: labels minus probabilities. A step against it climbs.
# cure: Subtract the labels from the probabilities.
import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    T = np.eye(W.shape[1])[y]
    return X.T @ (T - E / E.sum(axis=1, keepdims=True)) / len(y)
