# mistake: upstream-ignored
# title: The slope that arrives is ignored
# message: The slope g that arrives is not in your answer. At the loss itself g is 1, and so a test with one operation cannot see it.
# cure: The chain rule multiplies: g * b for a, and g * a for b.
import numpy as np


def times_backward(a, b, g):
    return b, a.sum() if np.ndim(b) == 0 else a
