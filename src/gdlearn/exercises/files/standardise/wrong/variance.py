# mistake: divided-by-variance
# title: Divided by the variance
# message: The features are divided by their variance σ² instead of their standard deviation σ.
# cure: Take the root: x.std(axis=0), or np.sqrt(x.var(axis=0)).
import numpy as np


def standardise(X):
    x = X[:, :-1]
    return np.column_stack([(x - x.mean(axis=0)) / x.var(axis=0), X[:, -1]])
