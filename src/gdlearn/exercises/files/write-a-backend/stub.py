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
        # TODO: forward, backward, read, clear
        raise NotImplementedError("TODO: forward, backward, read the gradient, and clear it.")

    def update(self, w, delta):
        # TODO: the step, which is no part of the loss
        raise NotImplementedError("TODO: subtract delta from w where autograd is not watching.")

    def snapshot(self, w):
        # TODO: a copy that stays as it is
        raise NotImplementedError("TODO: copy w so that no later step changes the copy.")
