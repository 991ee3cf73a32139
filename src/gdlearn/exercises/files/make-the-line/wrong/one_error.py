# mistake: one-error-for-all
# title: One error for all points
# message: All points lie on one line, beside the true one: a single error was drawn and added to every target.
# cure: Draw n errors: rng.normal(0, noise, n).
import numpy as np


def make_line(n, slope, bias, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 10, n)
    return x, slope * x + bias + rng.normal(0, noise)
