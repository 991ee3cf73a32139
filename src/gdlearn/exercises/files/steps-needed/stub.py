"""How long it takes.

In a direction of curvature λ every step multiplies the distance to the minimum by 1 - ηλ. The direction
that shrinks least decides. After N steps the distance is at most ρᴺ times that at the start:

    H = 2/n XᵀX,   ρ = maxᵢ |1 - ηλᵢ|          smallest N with ρᴺ ≤ share

X is a design matrix of the shape (n, p); learning_rate is η > 0; share is a number between 0 and 1, for
example a thousandth.
Return N, a whole number. If ρ is 1 or more, no number of steps is enough: return math.inf.
"""

import math

import numpy as np


def steps_needed(X, learning_rate, share):
    # TODO: the eigenvalues, the factor of the slowest direction, the number of steps
    raise NotImplementedError("TODO: find the factor that shrinks least, and how often it has to be applied.")
