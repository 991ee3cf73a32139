# mistake: with-replacement
# title: Drawn with replacement
# message: Some rows come twice in an epoch and others not at all. Every row was drawn anew, as from a hat into which the paper goes back.
# cure: Shuffle once with rng.permutation(n), then cut the order into slices.
import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng(seed)
    return [[rng.integers(n, size=min(size, n - first)) for first in range(0, n, size)] for _ in range(count)]
