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
    found = []
    for j in range(len(w)):
        e = np.zeros(len(w))  # a new one for each weight: the others stay where they are
        e[j] = h
        found.append((loss(w + e) - loss(w - e)) / (2 * h))
    return np.array(found)
