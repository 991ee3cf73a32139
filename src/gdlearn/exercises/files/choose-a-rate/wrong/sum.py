# mistake: sum-not-mean
# message: The rate is n times smaller than it may be: this is the curvature of the sum of the squares, and the loss here is their mean.
# cure: The Hessian of the mean is 2/n XᵀX: divide by n.
import numpy as np


def learning_rate(X):
    return 1 / np.linalg.eigvalsh(2 * X.T @ X)[-1]
