import numpy as np

CASES = [
    (np.array([2.0, 1.0]), 9.0, np.array([1.5, 3.0])),
    (np.array([-1.5, 4.0, 1.0]), 2.0, np.array([3.0, 0.5, -2.0])),
    (np.array([3.0, 0.5, -2.0, 1.0]), -4.0, np.array([1.0, 2.0, 0.25, 5.0])),
]
