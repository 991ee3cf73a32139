# mistake: same-seed
# title: The same seed in two libraries
# message: The array is right and the tensor is another draw: a seed is the starting number of one generator, and PyTorch's makes something else of it.
# cure: Draw once, in NumPy, and copy: torch.tensor(w).
import numpy as np
import torch


def starts(p, seed):
    w = np.random.default_rng(seed).standard_normal(p)
    torch.manual_seed(seed)
    return w, torch.randn(p, dtype=torch.float64)
