# mistake: with-replacement
import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng(seed)
    sizes = [min(size, n - first) for first in range(0, n, size)]
    return [[rng.choice(n, s, replace=False) for s in sizes] for _ in range(count)]
