"""A backend of your own.

A backend is the way in which a descent gets its gradient. This one lets PyTorch find it. Most of
its methods only move numbers about, and are given. Three are yours:

    loss_and_gradient(objective, w)   the loss () and its gradient (p,) at w; each call stands alone
    update(w, delta)                  the weights w - delta, ready for the next call
    snapshot(w)                       a copy outside the graph that no later update can change

w is a tensor (p,) that requires grad, and objective.loss(w) computes the loss from it. What is kept
must not change any more: neither a gradient that was handed out, nor a snapshot.

The check is the one that every backend of gdlearn has to pass, in float64 and in float32.
"""

import numpy as np
import torch


class MyBackend:
    name = "mine"
    method = "autograd"

    def __init__(self, dtype="float64", device="cpu"):
        self.dtype, self.device = dtype, device

    def asarray(self, values):
        return torch.from_numpy(np.array(values, dtype=self.dtype))

    def to_numpy(self, array):
        return array.detach().numpy().copy()

    def parameters(self, values):
        return self.asarray(values).requires_grad_()

    def loss_and_gradient(self, objective, w):
        loss = objective.loss(w)
        loss.backward()
        gradient = w.grad.clone()  # a copy, because the next line writes into the original
        w.grad.zero_()  # or the next backward() adds to this gradient
        return loss.detach(), gradient

    def update(self, w, delta):
        with torch.no_grad():  # the step is no part of the loss
            w -= delta  # in place: w stays the leaf whose gradient is asked for
        return w

    def snapshot(self, w):
        return w.detach().clone()  # detach() alone would look at the memory that update writes into
