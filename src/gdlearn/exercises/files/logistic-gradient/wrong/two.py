# mistake: two-too-many
import math


def gradient(X, y, w):
    probability = [1 / (1 + math.exp(-z)) for z in X @ w]
    return 2 * X.T @ (probability - y) / len(y)
