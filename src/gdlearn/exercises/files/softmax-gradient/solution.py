"""The gradient of softmax regression.

For k classes every sample has k numbers, a row of Z = X W. They become probabilities, which add up
to 1 in each row:

    qᵢ_c = exp(zᵢ_c) / Σₐ exp(zᵢₐ)

The loss is the mean of minus the logarithm of the probability of the class that was seen. Its slope
with respect to z is short: probability minus label. The label t is 1 for the class of the sample
and 0 for all others:

    ∂ℓᵢ/∂zᵢ_c = qᵢ_c - tᵢ_c

Write the gradient with respect to W. Some z are large, about 800, and exp(800) is too large for a
float. What can be subtracted from a row of Z without changing its probabilities?

X has the shape (n, p), W the shape (p, k); y holds the class of each sample, a whole number from 0
to k - 1, (n,). Return a matrix of the shape of W.
"""

import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # what is taken from a whole row cancels, and nothing overflows
    Q = E / E.sum(axis=1, keepdims=True)  # axis 1: the classes of one sample
    Q[np.arange(len(y)), y] -= 1
    return X.T @ Q / len(y)
