from random import Random

from gdlearn.exercises.arrays import array

random = Random(13)


def drawn(n, p, size=1.0, middle=0.0):
    return array([[middle + size * random.gauss(0, 1) for _ in range(p)] for _ in range(n)])


CASES = [
    (array([[1.0, 0.5], [-2.0, 0.5], [1.0, 0.5]]), 0.1, 0.9, 0.999, 1e-8),
    (drawn(5, 3), 0.1, 0.9, 0.999, 1e-8),
    (drawn(4, 2, size=0.01, middle=0.02), 0.3, 0.8, 0.95, 0.05),  # small gradients: the place of eps counts
    (array([[1.0]] * 6), 0.01, 0.9, 0.999, 1e-8),  # every right step is as long as the rate
]
