import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(seed)
    x = [rng.uniform(0, 10) for _ in range(n)]
    y = [slope * each + bias + rng.normal(0, noise) for each in x]
    return x, y
