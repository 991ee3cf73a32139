# mistake: loose-tolerance, absolute-tolerance
import numpy as np


def agree(a, b, size):
    return np.allclose(a, b)
