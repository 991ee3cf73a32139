import numpy as np

CASES = [
    (np.array([2.0, -3.0, 5.0]), np.array([10.0, 0.5]), np.array([4.0, 0.2])),
    (np.array([14.2, 28.8]), np.array([5.0]), np.array([2.9])),
    (np.array([0.3, 1.7, -0.4, 0.1]), np.array([-1.0, 2.0, 300.0]), np.array([0.5, 3.0, 40.0])),
]
