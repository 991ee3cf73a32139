import numpy as np

a, g = np.array([1.5, -2.0, 0.5]), np.array([0.7, -0.2, 3.0])
CASES = [
    (a, np.array([4.0, 3.0, -1.0]), g),
    (a, 2.5, g),
    (np.array([3.0, 1.0, 2.0, -5.0]), np.array([0.5, 0.25, -4.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0])),
]
