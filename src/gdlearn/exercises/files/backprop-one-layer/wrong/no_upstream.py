# mistake: upstream-ignored
# title: The slope that arrives is ignored
# message: The numbers of G are not in your answer, as if all of them were 1.
# cure: The chain rule multiplies: D = G * (1 - H**2).
import numpy as np


def layer_backward(X, W, G):
    D = 1 - np.tanh(X @ W) ** 2
    return X.T @ D, D @ W.T
