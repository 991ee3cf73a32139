# mistake: labels-in-every-row
# title: Every sample gets the labels of all
# message: The 1 is subtracted in whole columns: Q[:, y] takes all samples, not sample i with class y[i].
# cure: Pair the rows with the classes: Q[np.arange(n), y] -= 1.
import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Q = E / E.sum(axis=1, keepdims=True)
    Q[:, y] -= 1
    return X.T @ Q / len(y)
