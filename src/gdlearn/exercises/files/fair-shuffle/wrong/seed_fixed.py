# mistake: seed-ignored
import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng(0)
    orders = [rng.permutation(n) for _ in range(count)]
    return [[order[first : first + size] for first in range(0, n, size)] for order in orders]
