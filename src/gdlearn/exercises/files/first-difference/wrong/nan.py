# mistake: nan-passes
# title: nan passes as equal
# message: A weight that is nan was not found: every comparison with nan is False, also nan > bound.
# cure: Ask what is within the bound, and take what is not: ~(np.abs(a - b) <= bound).
import numpy as np


def first_difference(a, b, bound):
    found = np.argwhere(np.abs(a - b) > bound)
    return tuple(found[0]) if len(found) else None
