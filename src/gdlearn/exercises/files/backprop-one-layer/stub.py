"""Backwards through one layer.

A layer takes a table of inputs, makes sums of them, and bends the sums:

    A = X W,   H = tanh(A)

It does not know what comes after it. On the way back arrives G, the slope of the loss with respect
to H, in the shape of H. The layer has two answers to give: the slope of its own weights W, for the
update, and the slope of its input X, which is handed on to the layer before it.

Go back line by line. First through the bend, number by number: the derivative of tanh(a) is
1 - tanh(a)². Then through the product, with the rule of @.

X has the shape (n, p), W the shape (p, h), G the shape (n, h). Return the slope of W, (p, h), then
that of X, (n, p).
"""

import numpy as np


def layer_backward(X, W, G):
    # TODO: through the bend, then through the product
    raise NotImplementedError("TODO: lead G through the bend, then through the product.")
