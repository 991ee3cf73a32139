"""Choose a learning rate for any data.

One step multiplies the distance to the minimum by 1 - ηλ, in each direction of the valley with its own
curvature λ. The curvatures are the eigenvalues of the Hessian:

    L(w) = 1/n Σᵢ rᵢ²,   H = 2/n XᵀX,   the descent converges if η < 2/λ_max

X is a design matrix of the shape (n, p), with any number of rows and features in any unit. Return one
number, the learning rate: the descent must converge with it, and it must not crawl. Any rate will do
that is below the largest stable one and at least a twentieth of it.
"""

import numpy as np


def learning_rate(X):
    # TODO: look at the curvature of the loss
    raise NotImplementedError("TODO: choose a learning rate from the curvature of the loss.")
