# mistake: averaged-again
# title: Divided by n once more
# message: The slope of W is divided by n. The mean is part of the loss, and it has come with G already.
# cure: Leave the division out: X.T @ D.
import numpy as np


def layer_backward(X, W, G):
    D = G * (1 - np.tanh(X @ W) ** 2)
    return X.T @ D / len(X), D @ W.T
