import numpy as np


def design_matrix(features):
    if features.ndim == 1:
        features = features[:, None]
    n, d = features.shape
    X = np.ones((n, d + 1))
    X[:, :d] = features
    return X
