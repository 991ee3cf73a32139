# mistake: uniform-for-normal
# title: The other law
# message: Both starts are equal, and they follow another law: every number lies between 0 and 1.
# cure: The normal law is rng.standard_normal(p).
import numpy as np
import torch


def starts(p, seed):
    w = np.random.default_rng(seed).random(p)
    return w, torch.tensor(w)
