# mistake: bias-forgotten
import math


def gradient(X, y, w):
    probability = [1 / (1 + math.exp(-z)) for z in X @ w]
    g = X.T @ (probability - y) / len(y)
    g[-1] = 0
    return g
