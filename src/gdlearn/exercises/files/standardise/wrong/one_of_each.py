# mistake: one-scale-for-all
# title: One mean and one deviation for all columns
# message: Mean and deviation are taken over the whole table. Each column needs its own.
# cure: Say along which axis: x.mean(axis=0) and x.std(axis=0) go down each column.
import numpy as np


def standardise(X):
    x = X[:, :-1]
    return np.column_stack([(x - x.mean()) / x.std(), X[:, -1]])
