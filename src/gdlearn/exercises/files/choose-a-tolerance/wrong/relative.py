# mistake: relative-to-gradient
# title: Relative to a gradient that vanishes
# message: At the lowest point the gradient falls towards 0 and its rounding error does not: the terms are as large as before, they cancel. A share of the gradient is too little there.
# cure: Take a share of size, and not of a or b.
import numpy as np


def agree(a, b, size):
    return np.allclose(a, b, rtol=1e-9, atol=0)
