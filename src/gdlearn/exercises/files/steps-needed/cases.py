import numpy as np

rng = np.random.default_rng(6)


def table(n, *highs):
    return np.column_stack([*(rng.uniform(0, high, n) for high in highs), np.ones(n)])


NARROW, WIDE, TWO = table(30, 1.0), table(20, 10.0), table(50, 2.0, 3.0)
LIMITS = {id(X): 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1] for X in (NARROW, WIDE, TWO)}

CASES = [
    (X, shares * LIMITS[id(X)], share)
    for X in (NARROW, WIDE, TWO)
    for shares, share in ((0.1, 1e-3), (0.45, 1e-6), (0.9999, 0.5), (1.3, 1e-3))
]
