# mistake: absolute-tolerance
# title: The same tolerance for every unit
# message: The tolerance, or a part of it, is a fixed number; np.allclose has atol=1e-8 unless it is told otherwise. In a small unit every difference is below it, and in a large unit rounding is above it.
# cure: Take a share of size and nothing else: it grows and shrinks with the unit of the data.
import numpy as np


def agree(a, b, size):
    return bool(np.abs(a - b).max() <= 1e-9)
