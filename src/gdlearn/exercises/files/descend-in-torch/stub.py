"""The loop that descends, with autograd.

The same loop as before, and autograd finds the gradient:

    w₀ = w,   wₜ₊₁ = wₜ - η ∇L(wₜ),   L(w) = 1/n Σᵢ rᵢ²,   r = Xw - y

X has the shape (n, p), y the shape (n,), w the shape (p,): arrays of NumPy, float64, and they are to
stay as they are. learning_rate and steps are numbers.
Return steps + 1 rows of p numbers, the start first: a list of tensors that are part of no graph.
"""

import torch


def descend(X, y, w, learning_rate, steps):
    # TODO: tensors, and weights that are followed
    # TODO: in each step: the loss, backward, update, clear, record
    raise NotImplementedError("TODO: take steps with the gradient that autograd finds, and record each one.")
    return history
