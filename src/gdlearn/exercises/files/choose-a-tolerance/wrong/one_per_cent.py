# mistake: loose-tolerance
# message: The tolerance is far above rounding in float64, so wrong gradients pass.
# cure: Take a tolerance a little above rounding: 1e-12 of the size, for a thousand terms.
import numpy as np


def agree(a, b, size):
    return bool(np.all(np.abs(a - b) <= 1e-2 * size))
