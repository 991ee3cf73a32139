import numpy as np
import torch


def starts(p, seed):
    rng = np.random.default_rng(seed)
    w = [rng.normal() for _ in range(p)]
    return np.array(w), torch.tensor(w, dtype=torch.float64)
