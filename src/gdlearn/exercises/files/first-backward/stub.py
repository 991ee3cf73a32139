"""The gradient by autograd.

Autograd derives the gradient for you. It has to be asked to follow the weights, it needs the loss as
one number, and it leads the slopes back from there:

    L(w) = 1/n Σᵢ rᵢ²,   r = Xw - y

X (n, p), y (n,) and w (p,) are tensors of float64, and nothing follows them yet. The gradient is to be
that of L at w, of the shape (p,).
Write no formula of a slope: only the loss.
"""

import torch


def gradient(X, y, w):
    # TODO: a leaf that is followed, the loss, backward
    raise NotImplementedError("TODO: compute the loss from weights that are followed, and go backward.")
