import numpy as np


def agree(a, b, size):
    u, n, p = 2.0**-53, 1000, len(a)
    k = n + p + 4
    gamma = k * u / (1 - k * u)
    return bool((np.abs(a - b) / (2 * gamma * size)).max() <= 1)
