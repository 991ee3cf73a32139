# mistake: absolute-loss
# message: This is the mean absolute error: the residuals are not squared. Another line is best for it.
# cure: Square the residuals: np.mean(r**2).
import numpy as np


def loss(X, y, w):
    return np.mean(np.abs(X @ w - y))
