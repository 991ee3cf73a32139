import numpy as np


def first_difference(a, b, bound):
    found = np.argwhere(~(np.abs(a - b) <= bound))
    return tuple(found[0]) if len(found) else None
