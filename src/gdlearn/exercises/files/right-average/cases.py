from random import Random

from gdlearn.exercises.arrays import array

random = Random(16)
SHARDS = [array([3, 10, 5]), array([250, 750]), array([1, 7, 2, 40])]


def gradients(ranks):
    return array([[random.gauss(0, 1) for _ in range(3)] for _ in range(ranks)])


CASES = {
    "average": [(array([1, 3]), array([[2.0, 4.0, 0.5], [6.0, 8.0, 0.5]]))]
    + [(rows, gradients(len(rows))) for rows in SHARDS],
    "factors": [(rows,) for rows in SHARDS],
}
