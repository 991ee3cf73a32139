# mistake: softmax-over-samples
# title: The probabilities add up over the samples
# message: The exponentials are divided by their sum over all samples of a class. The probabilities of one sample have to add up to 1, along its row.
# cure: Write E / E.sum(axis=1, keepdims=True).
import numpy as np


def gradient(X, y, W):
    Z = X @ W
    E = np.exp(Z - Z.max(axis=0))
    Q = E / E.sum(axis=0)
    Q[np.arange(len(y)), y] -= 1
    return X.T @ Q / len(y)
