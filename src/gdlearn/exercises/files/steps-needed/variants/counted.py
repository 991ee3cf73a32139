import math

import numpy as np


def steps_needed(X, learning_rate, share):
    curvatures = np.linalg.eigvals(2 * np.dot(X.T, X) / X.shape[0]).real
    rho = max(abs(1 - learning_rate * value) for value in curvatures)
    if rho >= 1:
        return math.inf
    steps, left = 0, 1.0
    while left > share:
        left *= rho
        steps += 1
    return steps
