# mistake: largest-not-first
# title: The largest difference, not the first one
# message: This is where the two are furthest apart. A difference grows on its way, so that is long after it began.
# cure: Find the first step with a difference above the bound, however small the excess is.
import numpy as np


def first_difference(a, b, bound):
    apart = np.where(np.isnan(a - b), np.inf, np.abs(a - b))
    if apart.max() <= bound:
        return None
    return np.unravel_index(apart.argmax(), apart.shape)
