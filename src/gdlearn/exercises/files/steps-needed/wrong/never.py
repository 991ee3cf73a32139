# mistake: divergence-ignored
# title: A descent that diverges never arrives
# message: If ρ is larger than 1 the distance grows. The formula then gives a negative number of steps.
# cure: Ask first whether ρ is below 1. If it is not, return math.inf.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = np.abs(1 - learning_rate * np.linalg.eigvalsh(2 / len(X) * X.T @ X)).max()
    return math.ceil(math.log(share) / math.log(rho))
