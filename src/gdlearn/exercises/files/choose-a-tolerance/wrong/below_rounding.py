# mistake: tolerance-below-rounding
# title: A tolerance below rounding
# message: The tolerance is so small that rounding alone exceeds it. One rounding is 1.1e-16 of a number, and a sum of n terms may round n times.
# cure: Allow for about n roundings of each program: 1e-12 of the size, for a thousand terms.
import numpy as np


def agree(a, b, size):
    return bool(np.all(np.abs(a - b) <= 2e-16 * size))
