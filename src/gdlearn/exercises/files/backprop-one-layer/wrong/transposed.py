# mistake: slopes-transposed
# title: The slope of W is transposed
# message: The numbers of the first slope are right and stand transposed. A slope has the shape of what it belongs to, so that of W is (p, h).
# cure: X.T @ D is (p, h). D.T @ X is its transpose.
import numpy as np


def layer_backward(X, W, G):
    D = G * (1 - np.tanh(X @ W) ** 2)
    return D.T @ X, D @ W.T
