import numpy as np


def steps_needed(X, learning_rate, share):
    matrix = np.eye(X.shape[1]) - learning_rate * 2 / len(X) * X.T @ X
    rho = np.linalg.norm(matrix, 2)
    return int(np.ceil(np.log2(share) / np.log2(rho))) if rho < 1 else np.inf
