from random import Random

from gdlearn.exercises.arrays import array

random = Random(3)


def case(n, p):
    X = [[*(random.uniform(-2, 5) for _ in range(p - 1)), 1.0] for _ in range(n)]
    return array(X), array([random.gauss(4, 3) for _ in range(n)]), array([random.gauss(0, 2) for _ in range(p)])


CASES = [case(7, 3), case(11, 2), case(4, 5)]
