import numpy as np

rng = np.random.default_rng(10)
A, B = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[2.0], [-1.0]])


def matrices(n, m, h):
    return tuple(rng.normal(size=shape).round(2) for shape in ((n, m), (m, h), (n, h)))


CASES = [(A, B, np.array([[1.0], [0.5], [-2.0]])), matrices(2, 4, 3), matrices(3, 3, 3)]  # square: wrong products run
