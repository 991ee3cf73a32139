from random import Random

from gdlearn.exercises.arrays import array

random = Random(11)
X, y = array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), array([3.0, 1.0, 2.0])


def problem(n, d, size):
    X = [[*(random.gauss(0, 1) for _ in range(d)), 1.0] for _ in range(n)]
    y, w = [random.gauss(3, 2) for _ in range(n)], [random.gauss(0, 1) for _ in range(d + 1)]
    return array(X), array(y), array(w), size


CASES = [(X, y, array([0.5, 2.0]), 2), problem(7, 2, 3), problem(11, 1, 4), problem(6, 2, 3)]  # the last are even
