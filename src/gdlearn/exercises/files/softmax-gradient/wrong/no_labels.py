# mistake: labels-forgotten
# title: The labels are not subtracted
# message: The probabilities are led back without the labels, as if no class had been seen.
# cure: Subtract 1 in the column of the class of each sample: Q[np.arange(n), y] -= 1.
import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return X.T @ (E / E.sum(axis=1, keepdims=True)) / len(y)
