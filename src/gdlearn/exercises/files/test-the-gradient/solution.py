"""A test that tells right gradients from wrong ones.

You are handed a function gradient(X, y, w), written by somebody else. Is it the gradient of the
mean squared error? Write test(gradient), which says so: it ends without a word if the gradient is
right, and an assert in it fails if the gradient is wrong.

You do not need the formula. The loss is given, and its slope in the direction of a weight can be
measured: step a little up and a little down, and divide the difference of the two losses by the
distance.

    ∂L/∂wⱼ ≈ (L(w + h eⱼ) - L(w - h eⱼ)) / 2h,   h = 1e-5

Your test is tried on wrong gradients, which must all fail, and on right ones, which must all pass.
Right ones may differ in their last digits. So mind where you try them: which weights, which shapes,
which tolerance?
"""

import numpy as np


def loss(X, y, w):
    return np.mean((X @ w - y) ** 2)


def test(gradient):
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.normal(size=(9, 3)), np.ones(9)])  # 9 rows, 4 weights: no two sizes are the same
    y, w = rng.normal(size=9), rng.normal(size=4)  # away from 0, where many wrong gradients are right
    h = 1e-5
    slopes = [(loss(X, y, w + h * e) - loss(X, y, w - h * e)) / (2 * h) for e in np.eye(4)]
    found = np.asarray(gradient(X, y, w))
    assert found.shape == w.shape, f"the gradient has the shape {found.shape}"
    # The differences are good to about ten digits, and a right gradient to fifteen. No mistake is as small as 1e-7.
    assert np.abs(found - slopes).max() < 1e-7, f"{found} should be {slopes}"
