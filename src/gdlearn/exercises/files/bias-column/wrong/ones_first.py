# mistake: bias-first
# title: The ones come first
# message: The column of ones is the first. In this course it is the last, as the bias is the last weight.
# cure: Put the ones after the features: np.hstack([table, ones]).
import numpy as np


def design_matrix(features):
    table = features.reshape(len(features), -1)
    return np.hstack([np.ones((len(table), 1)), table])
