import numpy as np


def first_difference(a, b, bound):
    steps, weights = np.nonzero((np.abs(a - b) > bound) | np.isnan(a - b))
    if steps.size == 0:
        return None
    return [int(steps[0]), int(weights[0])]
