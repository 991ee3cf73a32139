from random import Random

from gdlearn.exercises.arrays import array

random = Random(12)
X, y = array([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]]), array([3.0, 1.0, 2.0])


def problem(n, d, learning_rate, beta, steps):
    X = [[*(random.gauss(1, 1) for _ in range(d)), 1.0] for _ in range(n)]
    y, w = [random.gauss(3, 2) for _ in range(n)], [random.gauss(0, 1) for _ in range(d + 1)]
    return array(X), array(y), array(w), learning_rate, beta, steps


CASES = [(X, y, array([0.5, 2.0]), 0.1, 0.5, 2), problem(7, 2, 0.05, 0.9, 6), problem(5, 3, 0.02, 0.5, 4)]
