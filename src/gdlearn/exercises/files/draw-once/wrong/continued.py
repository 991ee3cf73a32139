# mistake: generator-continued
# title: The generator is asked twice
# message: The array is right and the tensor holds the next numbers: a generator moves on, it does not deal the same numbers again.
# cure: Ask once, keep the answer, and copy it: torch.tensor(w).
import numpy as np
import torch


def starts(p, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(p), torch.tensor(rng.standard_normal(p))
