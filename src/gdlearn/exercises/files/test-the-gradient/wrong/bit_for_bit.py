# mistake: rejects-right
# title: The test rejects what is right
# message: If your test asks for equality to the last digit: two right programs add up the same numbers in another order, and differ by rounding.
# cure: Compare with a tolerance: far above rounding, about 1e-15, and far below any mistake.
import numpy as np


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(9, 3)), np.ones(9)])
    y, w = rng.normal(size=9), rng.normal(size=4)
    assert (gradient(X, y, w) == 2 / 9 * X.T @ (X @ w - y)).all()
