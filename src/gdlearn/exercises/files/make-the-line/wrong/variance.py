# mistake: variance-for-deviation
# title: The variance where the standard deviation belongs
# message: The noise is too wide: its standard deviation is the square of what was asked for. That is its variance.
# cure: rng.normal takes the standard deviation: rng.normal(0, noise, n).
import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 10, n)
    return x, slope * x + bias + rng.normal(0, noise**2, n)
