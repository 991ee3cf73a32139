# mistake: two-logarithms
# title: Two kinds of logarithm
# message: The number is too small by the factor 2.3: one logarithm has the base 10 and the other the base e.
# cure: Use the same logarithm twice. np.log and math.log are both the natural one.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = np.abs(1 - learning_rate * np.linalg.eigvalsh(2 / len(X) * X.T @ X)).max()
    return math.inf if rho >= 1 else math.ceil(np.log10(share) / np.log(rho))
