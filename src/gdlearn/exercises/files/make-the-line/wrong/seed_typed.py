# mistake: seed-ignored
# title: The seed is not used
# message: Every seed gives the same points: the generator starts from a number that is typed in.
# cure: Hand the seed on: np.random.default_rng(seed).
import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 10, n)
    return x, slope * x + bias + rng.normal(0, noise, n)
