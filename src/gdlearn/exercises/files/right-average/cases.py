import numpy as np

rng = np.random.default_rng(16)
SHARDS = [np.array([3, 10, 5]), np.array([250, 750]), np.array([1, 7, 2, 40])]

CASES = {
    "average": [(np.array([1, 3]), np.array([[2.0, 4.0, 0.5], [6.0, 8.0, 0.5]]))]
    + [(rows, rng.normal(size=(len(rows), 3))) for rows in SHARDS],
    "factors": [(rows,) for rows in SHARDS],
}
