import numpy as np

rng = np.random.default_rng(9)


def table(n, means, spreads):
    features = np.array(means) + np.array(spreads) * rng.normal(size=(n, len(means)))
    return np.column_stack([features, np.ones(n)])


CASES = [
    (np.array([[1.0, 100.0, 1.0], [2.0, 300.0, 1.0], [6.0, 800.0, 1.0]]),),
    (table(7, [50.0], [3.0]),),
    (table(5, [-2.0, 0.5, 1000.0], [0.1, 7.0, 30.0]),),
]
