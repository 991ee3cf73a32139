# mistake: noise-first
# title: The noise is drawn first
# message: The noise is drawn before the x. A generator moves on: who asks first gets other numbers.
# cure: Ask for the x first, then for the noise.
import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(seed)
    errors = rng.normal(0, noise, n)
    x = rng.uniform(0, 10, n)
    return x, slope * x + bias + errors
