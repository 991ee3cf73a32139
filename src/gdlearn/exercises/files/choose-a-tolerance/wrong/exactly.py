# mistake: exact-equality
import numpy as np


def agree(a, b, size):
    return bool(np.all(a == b))
