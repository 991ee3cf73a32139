import numpy as np


def agree(a, b, size):
    return np.allclose(a / size, b / size, rtol=0, atol=1e-10)
