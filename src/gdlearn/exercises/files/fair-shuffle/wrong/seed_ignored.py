# mistake: seed-ignored
# title: The seed is not used
# message: The seed has no effect: the same seed deals other rows, or another seed the same ones. Nobody can repeat this descent, or try it on other batches.
# cure: Make the generator from the argument: rng = np.random.default_rng(seed).
import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng()
    orders = [rng.permutation(n) for _ in range(count)]
    return [[order[first : first + size] for first in range(0, n, size)] for order in orders]
