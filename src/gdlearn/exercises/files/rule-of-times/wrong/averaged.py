# mistake: averaged-back
# title: The mean of the uses instead of their sum
# message: Where b is a single number, you take the mean over its uses. Slopes of several uses add up.
# cure: Write sum() where mean() stands. A division by n, if there is one, has come with g already.
import numpy as np


def times_backward(a, b, g):
    to_b = g * a
    return g * b, to_b.mean() if np.ndim(b) == 0 else to_b
