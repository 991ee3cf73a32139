# mistake: steepest-only
# title: Only the steepest direction is looked at
# message: The steepest direction is soon finished if the rate is small. The flattest one takes the longest then.
# cure: Take the largest of all |1 - ηλ|.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = abs(1 - learning_rate * np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1])
    return math.inf if rho >= 1 else math.ceil(math.log(share) / math.log(rho))
