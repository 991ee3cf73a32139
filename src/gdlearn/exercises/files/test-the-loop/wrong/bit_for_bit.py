# mistake: rejects-right
# title: The test rejects what is right
# message: If your test asks for equality to the last digit: two right programs add up the same numbers in another order, and differ by rounding.
# cure: Compare with a tolerance: far above rounding, about 1e-15, and far below any mistake.
import numpy as np


def test(descend):
    rng = np.random.default_rng(6)
    X = np.column_stack([rng.normal(size=(8, 2)), np.ones(8)])
    y, w = rng.normal(size=8), rng.normal(size=3)
    given = w.copy()
    rows = descend(X, y, given, 0.05, 5)
    assert (given == w).all() and len(rows) == 6
    for row in rows:
        assert (row == w).all()
        w = w - 0.05 * 2 / 8 * X.T @ (X @ w - y)
