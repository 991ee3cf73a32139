import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(seed)
    x = 10 * rng.random(n)
    y = noise * rng.standard_normal(n) + (bias + slope * x)
    return x, y
