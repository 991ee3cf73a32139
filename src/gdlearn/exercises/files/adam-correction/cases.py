import numpy as np

rng = np.random.default_rng(13)

CASES = [
    (np.array([[1.0, 0.5], [-2.0, 0.5], [1.0, 0.5]]), 0.1, 0.9, 0.999, 1e-8),
    (rng.normal(size=(5, 3)), 0.1, 0.9, 0.999, 1e-8),
    (0.01 * rng.normal(size=(4, 2)) + 0.02, 0.3, 0.8, 0.95, 0.05),  # small gradients: the place of eps counts
    (np.ones((6, 1)), 0.01, 0.9, 0.999, 1e-8),  # every right step is as long as the rate
]
