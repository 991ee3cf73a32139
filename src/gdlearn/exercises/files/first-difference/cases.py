import numpy as np

rng = np.random.default_rng(11)
A = rng.normal(0, 5, (9, 3))
SLIGHT = A + rng.uniform(-1e-12, 1e-12, A.shape)  # rounding


def moved(*changes):
    b = SLIGHT.copy()
    for t, j, by in changes:
        b[t, j] = A[t, j] + by
    return b


CASES = [
    (A, SLIGHT, 1e-9),
    (A, moved((3, 2, 1e-6), (4, 0, 1e-3), (8, 1, 2.0)), 1e-9),  # grows; another weight later
    (A, moved((5, 1, -1e-6), (7, 0, 1e-6)), 1e-9),  # a negative and a positive difference
    (A, moved((2, 0, 1e-6)), 1e-9),  # b is larger
    (A, moved((6, 2, np.nan), (7, 1, 1.0)), 1e-9),
    (A, moved((0, 1, 0.5)), 1e-9),
    (A, moved((3, 2, 1e-6), (8, 1, 2.0)), 0.01),
]
