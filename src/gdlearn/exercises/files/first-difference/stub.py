"""Where two trajectories part.

Two descents are to agree to rounding. If they do not, the end says little: what matters is where it
began. Find the first step at which any weight differs by more than the bound, and at that step the
first weight that does:

    |aₜⱼ - bₜⱼ| > bound

A weight that is nan differs from everything.

a and b are trajectories of the shape (steps + 1, p), row t holds the weights of step t; bound is a
number.
Return the pair t, j; or None if all weights are within the bound.
"""


def first_difference(a, b, bound):
    # TODO: which weights are too far apart, and which of them comes first
    raise NotImplementedError("TODO: find the first step, and the first weight, that are too far apart.")
