import numpy as np

# Where two losses are subtracted, rounding counts: eps / h = 2e-11 of the loss, with a slope of another size.
TOLERANCE = 1e-8
CASES = [
    (np.array([0.7, -1.2, 1.5]), 1e-3),
    (np.array([-0.4, 0.9, -2.0]), 1e-2),
    (np.array([1.1, 0.3, 0.8]), 1e-4),
]
