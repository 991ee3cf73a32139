# mistake: missing-two
# message: The 2 of the Hessian is missing: every curvature is half of what it should be.
# cure: Differentiate the gradient 2/n Xᵀ(Xw - y) once more: H = 2/n XᵀX.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = np.abs(1 - learning_rate * np.linalg.eigvalsh(X.T @ X / len(X))).max()
    return math.inf if rho >= 1 else math.ceil(math.log(share) / math.log(rho))
