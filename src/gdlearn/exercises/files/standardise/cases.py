from random import Random

from gdlearn.exercises.arrays import array

random = Random(9)


def table(n, means, spreads):
    rows = [[mean + spread * random.gauss(0, 1) for mean, spread in zip(means, spreads)] for _ in range(n)]
    return array([[*row, 1.0] for row in rows])


CASES = [
    (array([[1.0, 100.0, 1.0], [2.0, 300.0, 1.0], [6.0, 800.0, 1.0]]),),
    (table(7, [50.0], [3.0]),),
    (table(5, [-2.0, 0.5, 1000.0], [0.1, 7.0, 30.0]),),
]
