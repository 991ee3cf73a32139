"""A witness that knows no calculus.

The slope of a function is nearly the difference of two values that lie close together. Take one on
each side, a distance h away:

    ∂L/∂wⱼ ≈ (L(w + h eⱼ) - L(w - h eⱼ)) / 2h

Here eⱼ is 1 at place j and 0 elsewhere. The loss is given: three weights, and no parabola, so that a
large h is not exact. You may call it and nothing else.

w has the shape (3,) and is to stay as it is; h is a number.
Return the three slopes.
"""

import numpy as np


def loss(w):
    return np.exp(w[0] * w[1]) + np.sin(w[1]) * w[2] ** 3


def slopes(w, h):
    # TODO: for each weight a step to each side, and the difference
    raise NotImplementedError("TODO: step to both sides of each weight, and take the difference.")
