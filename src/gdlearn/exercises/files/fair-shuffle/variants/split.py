import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng(seed)
    return [np.array_split(rng.permutation(n), range(size, n, size)) for _ in range(count)]
