"""A test that tells right loops from wrong ones.

You are handed a function descend(X, y, w, learning_rate, steps), written by somebody else. It
should go down the mean squared error, and return the weights before every update and after the last
one: steps + 1 rows, the start first.

    wₜ₊₁ = wₜ - η ∇L(wₜ),   ∇L(w) = 2/n Xᵀ(Xw - y)

Write test(descend): it ends without a word if the loop is right, and an assert in it fails if the
loop is wrong. The right gradient is given. Right loops may differ in their last digits, and may
return a list of arrays or one array.

Your test is tried on wrong loops, which must all fail. Most of them arrive at the right weights, or
begin with a right step, and one of them does all of that and spoils something else. So look at
every row, and at what you handed over.
"""

import numpy as np


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def test(descend):
    # TODO: make data, let it descend, look at every row
    raise NotImplementedError("TODO: make data, call descend, and look at every row.")
