"""Two programs, one start.

Two programs are to be compared: one by hand in NumPy, one by autograd in PyTorch. Both must start at
the same weights, equal in every bit. So draw the weights once, with NumPy, and copy them into a
tensor.

The p weights follow the normal law with mean 0 and standard deviation 1, and come from
`np.random.default_rng(seed)`.
Return an array and a tensor, both of the shape (p,) and of float64.
"""

import numpy as np
import torch


def starts(p, seed):
    # TODO: one draw, two copies
    raise NotImplementedError("TODO: draw the weights once, and copy them into a tensor.")
    return w, tensor
