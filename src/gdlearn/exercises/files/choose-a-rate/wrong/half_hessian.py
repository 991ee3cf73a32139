# mistake: missing-two
# message: The rate is twice the largest stable one: this is the curvature without its 2, that of half_mean.
# cure: The Hessian of the mean of the squares is 2/n XᵀX.
import numpy as np


def learning_rate(X):
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
