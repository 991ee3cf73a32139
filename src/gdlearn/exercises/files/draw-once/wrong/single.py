# mistake: rounded-copy
# title: The copy is rounded
# message: The two agree to about seven digits and no further: the tensor was made as float32, and half of the digits are gone.
# cure: torch.tensor(w) keeps the float64 of the array. torch.Tensor(w), w.float() and dtype=torch.float32 do not.
import numpy as np
import torch


def starts(p, seed):
    w = np.random.default_rng(seed).standard_normal(p)
    return w, torch.tensor(w, dtype=torch.float32).double()
