# mistake: flat-as-a-row
# title: A flat array is taken for one sample
# message: Tables are right. The flat array of n samples became one row, so one sample with n features.
# cure: One feature is a column: features.reshape(-1, 1), or features[:, None].
import numpy as np


def design_matrix(features):
    table = np.atleast_2d(features)
    return np.hstack([table, np.ones((len(table), 1))])
