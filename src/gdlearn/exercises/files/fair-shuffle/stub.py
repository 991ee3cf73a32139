"""A fair shuffle.

One pass over all rows in batches is an epoch. It is fair if every row is in exactly one batch, and
if each epoch deals the rows in a new order. Deal them:

    epochs(10, 4, 2, seed=0) -> [[4 rows, 4 rows, 2 rows], [4 rows, 4 rows, 2 rows]]

n is the number of rows, size that of a batch, and count the number of epochs. A batch holds row
numbers, from 0 to n - 1. If size does not divide n, the last batch of an epoch is short. All draws
come from one generator, np.random.default_rng(seed), so that the same seed deals the same rows
again.

Return a list of epochs. An epoch is a list of batches, a batch a list or an array of row numbers.
"""

import numpy as np


def epochs(n, size, count, seed):
    dealt = []
    # TODO: shuffle in every epoch, then cut
    raise NotImplementedError("TODO: shuffle in every epoch, then cut the order into batches.")
    return dealt
