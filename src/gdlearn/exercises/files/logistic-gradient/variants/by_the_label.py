import math


def gradient(X, y, w):
    g = 0 * w
    for x, label in zip(X, y):
        z = x @ w
        g += -x / (1 + math.exp(z)) if label else x / (1 + math.exp(-z))
    return g / len(y)
