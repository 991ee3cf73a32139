# mistake: one-component-enough
# title: One component is enough
# message: It says True if any component agrees. A gradient with one right component is a wrong gradient.
# cure: Every component must agree: np.all, and not np.any.
import numpy as np


def agree(a, b, size):
    return bool(np.any(np.abs(a - b) <= 1e-12 * size))
