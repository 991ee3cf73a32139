# mistake: rounded-down
# title: Rounded down
# message: One step too few: after it the distance is still larger than its share.
# cure: A step is whole, so round up: math.ceil.
import math

import numpy as np


def steps_needed(X, learning_rate, share):
    rho = np.abs(1 - learning_rate * np.linalg.eigvalsh(2 / len(X) * X.T @ X)).max()
    return math.inf if rho >= 1 else int(math.log(share) / math.log(rho))
