# mistake: exact-equality
import numpy as np


def first_difference(a, b, bound):
    found = np.argwhere(a != b)
    return tuple(found[0]) if len(found) else None
