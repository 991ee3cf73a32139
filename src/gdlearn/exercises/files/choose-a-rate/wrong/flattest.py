# mistake: flattest-direction
# title: The flattest direction decides
# message: The rate fits the flattest direction, and is far too large for the steepest one, which diverges.
# cure: The largest eigenvalue sets the limit. eigvalsh gives them in ascending order: take the last one.
import numpy as np


def learning_rate(X):
    return 1 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[0]
