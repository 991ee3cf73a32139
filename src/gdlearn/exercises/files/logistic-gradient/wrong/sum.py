# mistake: sum-not-mean
import math


def gradient(X, y, w):
    probability = [1 / (1 + math.exp(-z)) for z in X @ w]
    return X.T @ (probability - y)
