"""The gradient of logistic regression.

Now y is 0 or 1, and the model gives a probability, σ(z) with z = Xw:

    σ(z) = 1 / (1 + e⁻ᶻ)

The loss of a sample is minus the logarithm of the probability of what was seen, and the loss of the
model is the mean:

    ℓ = log(1 + eᶻ) - y z

Differentiate ℓ with respect to z. It becomes something short. Then lead it to the weights, as ever.

X has the shape (n, p) and its last column is all ones; y holds zeros and ones, (n,), and w has the
shape (p,). Return p numbers.
"""

import math


def gradient(X, y, w):
    # TODO: the probabilities, the slopes, the product
    raise NotImplementedError("TODO: compute the probabilities, the slopes, then the product.")
