"""Choose a tolerance.

Two programs compute the same gradient, both right, both in float64, and their results differ: each
adds up its n = 1000 terms in an order of its own, and every addition rounds. Decide when two gradients
agree.

    gⱼ = Σᵢ aᵢⱼ          sizeⱼ = Σᵢ |aᵢⱼ|

a and b are two gradients of the shape (p,). size has the shape (p,), too: what the terms of each
component add up to without their signs. It says how large the numbers were that were rounded, also
where the terms cancel and the gradient is nearly 0.

Return True if every component agrees to rounding, and False if not. It must hold for data in every
unit. It must see a factor n / (n - 1), and a gradient that is off by a millionth.
"""

import numpy as np


def agree(a, b, size):
    # TODO: how far apart, and how far is allowed
    raise NotImplementedError("TODO: decide how far two right gradients may be apart.")
