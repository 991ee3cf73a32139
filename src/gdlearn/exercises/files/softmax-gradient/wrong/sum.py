# mistake: samples-added
# title: The sum over the samples instead of the mean
# message: Every number is n times too large: the loss is a mean over the samples.
# cure: Divide by n, the number of rows: len(y).
import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Q = E / E.sum(axis=1, keepdims=True)
    Q[np.arange(len(y)), y] -= 1
    return X.T @ Q
