# mistake: start-skipped
# title: The start is skipped
# message: A difference at step 0 was not found: the search begins at step 1. Two programs that start apart differ everywhere.
# cure: Begin at row 0, the weights before the first update.
import numpy as np


def first_difference(a, b, bound):
    found = np.argwhere(~(np.abs(a - b)[1:] <= bound))
    return (found[0, 0] + 1, found[0, 1]) if len(found) else None
