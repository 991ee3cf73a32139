import numpy as np


def learning_rate(X):
    curvatures = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    return 2 / (curvatures[0] + curvatures[-1])
