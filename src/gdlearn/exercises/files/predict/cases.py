import numpy as np

X = np.array([[1.5, 2.0, 1.0], [4.0, 8.0, 1.0], [0.5, 6.0, 1.0], [-2.0, 3.0, 1.0], [7.0, -1.0, 1.0]])
SQUARE = np.array([[2.0, 1.0], [-3.0, 1.0]])  # as many rows as weights: a transposition would fit

CASES = {
    "predict": [(X, np.array([2.0, -0.5, 3.0])), (SQUARE, np.array([1.5, -4.0]))],
    "predict_one": [(np.array([4.0, 2.5]), np.array([2.0, -0.5, 3.0])), (np.array([6.0]), np.array([1.5, -4.0]))],
}
