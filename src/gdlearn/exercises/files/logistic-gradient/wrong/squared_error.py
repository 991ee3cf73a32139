# mistake: squared-probabilities
import math


def gradient(X, y, w):
    probability = [1 / (1 + math.exp(-z)) for z in X @ w]
    slope = [(q - label) * q * (1 - q) for q, label in zip(probability, y)]
    return 2 * X.T @ slope / len(y)
