# mistake: another-generator
# title: The seed of another generator
# message: The seed is right and the generator is the old one of NumPy. One seed gives other numbers in another generator.
# cure: Make the generator with np.random.default_rng(seed).
import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.RandomState(seed)
    x = rng.uniform(0, 10, n)
    return x, slope * x + bias + rng.normal(0, noise, n)
