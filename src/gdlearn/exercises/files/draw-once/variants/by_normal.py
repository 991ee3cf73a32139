import numpy as np
import torch


def starts(p, seed):
    w = np.random.default_rng(seed).normal(size=p)
    return w, torch.from_numpy(w.copy())
