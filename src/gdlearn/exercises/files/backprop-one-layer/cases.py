import numpy as np

rng = np.random.default_rng(15)
X, W = np.array([[1.0, 1.0], [2.0, 1.0], [0.0, 1.0]]), np.array([[0.5], [-1.0]])


def layer(n, p, h):
    return rng.normal(size=(n, p)), rng.normal(size=(p, h)), rng.normal(size=(n, h))


CASES = [(X, W, np.array([[1.0], [2.0], [-1.0]])), layer(4, 2, 6), layer(3, 3, 3)]
