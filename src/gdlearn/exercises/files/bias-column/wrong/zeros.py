# mistake: zeros-for-ones
# title: Zeros instead of ones
# message: The last column is 0, so the bias is multiplied by 0 and has no effect.
# cure: Append np.ones((n, 1)).
import numpy as np


def design_matrix(features):
    table = features.reshape(len(features), -1)
    return np.hstack([table, np.zeros((len(table), 1))])
