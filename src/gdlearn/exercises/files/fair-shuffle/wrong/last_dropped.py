# mistake: short-batch-dropped
# title: The short batch is left out
# message: The rows that do not fill a batch are left out of the epoch.
# cure: Let the slices start at range(0, n, size). A slice that reaches over the end is cut off by Python.
import numpy as np


def epochs(n, size, count, seed):
    rng, dealt = np.random.default_rng(seed), []
    for _ in range(count):
        order = rng.permutation(n)
        dealt.append([order[k * size : (k + 1) * size] for k in range(n // size)])
    return dealt
