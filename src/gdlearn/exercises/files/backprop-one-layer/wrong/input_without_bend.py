# mistake: bend-for-weights-only
# title: The input gets a slope that has not passed the bend
# message: The slope of W is right. That of X was led around the bend: G stands in it where D belongs.
# cure: Both products take D: X.T @ D and D @ W.T.
import numpy as np


def layer_backward(X, W, G):
    return X.T @ (G * (1 - np.tanh(X @ W) ** 2)), G @ W.T
