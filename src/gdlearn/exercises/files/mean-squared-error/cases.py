import numpy as np

rng = np.random.default_rng(3)


def case(n, p):
    X = np.column_stack([rng.uniform(-2, 5, (n, p - 1)), np.ones(n)])
    return X, rng.normal(4, 3, n), rng.normal(0, 2, p)


CASES = [case(7, 3), case(11, 2), case(4, 5)]
