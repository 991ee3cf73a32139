# mistake: signed-difference
import numpy as np


def agree(a, b, size):
    return bool(np.all(a - b <= 1e-12 * size))
