# mistake: generator-twice
# title: Two generators from one seed
# message: The x are right. The noise comes from a second generator with the same seed, so it is dealt out of the same numbers as the x, and the two are not independent.
# cure: Make one generator, and ask it twice.
import numpy as np


def make_line(n, slope, bias, noise, seed):
    x = np.random.default_rng(seed).uniform(0, 10, n)
    errors = np.random.default_rng(seed).normal(0, noise, n)
    return x, slope * x + bias + errors
