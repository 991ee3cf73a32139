# mistake: factors-exchanged
# title: Each factor gets itself
# message: Each factor is multiplied by itself. If a grows a little, c grows b times as much.
# cure: The slope of a is g * b, the slope of b is g * a: the other factor each time.
import numpy as np


def times_backward(a, b, g):
    to_a, to_b = g * a, g * b
    return to_a, to_b.sum() if np.ndim(b) == 0 else to_b
