# mistake: mean-not-subtracted
# title: Divided and not shifted
# message: The features are divided by their deviation, and their mean is still there.
# cure: Subtract the mean of each column first: x - x.mean(axis=0).
import numpy as np


def standardise(X):
    x = X[:, :-1]
    return np.column_stack([x / x.std(axis=0), X[:, -1]])
