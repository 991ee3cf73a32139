# mistake: flattest-only
# title: Only the flattest direction is looked at
# message: With a rate close to the limit the steepest direction jumps from side to side, and takes the longest. Beyond the limit it never ends. 1 - ηλ is negative there, so without absolute values it is not seen.
# cure: Take the largest of all |1 - ηλ|, with the absolute values.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = np.max(1 - learning_rate * np.linalg.eigvalsh(2 / len(X) * X.T @ X))
    return math.inf if rho >= 1 else math.ceil(math.log(share) / math.log(rho))
