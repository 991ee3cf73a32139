from gdlearn.exercises.arrays import array

X = array([[1.5, 2.0, 1.0], [4.0, 8.0, 1.0], [0.5, 6.0, 1.0], [-2.0, 3.0, 1.0], [7.0, -1.0, 1.0]])
SQUARE = array([[2.0, 1.0], [-3.0, 1.0]])  # as many rows as weights: a transposition would fit

CASES = {
    "predict": [(X, array([2.0, -0.5, 3.0])), (SQUARE, array([1.5, -4.0]))],
    "predict_one": [(array([4.0, 2.5]), array([2.0, -0.5, 3.0])), (array([6.0]), array([1.5, -4.0]))],
}
