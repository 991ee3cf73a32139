import math
from random import Random

from gdlearn.exercises.arrays import array

random = Random(11)
ROWS = [[random.gauss(0, 5) for _ in range(3)] for _ in range(9)]
SLIGHT = [[number + random.uniform(-1e-12, 1e-12) for number in row] for row in ROWS]  # rounding
A = array(ROWS)


def moved(*changes):
    rows = [list(row) for row in SLIGHT]
    for t, j, by in changes:
        rows[t][j] = ROWS[t][j] + by
    return array(rows)


CASES = [
    (A, array(SLIGHT), 1e-9),
    (A, moved((3, 2, 1e-6), (4, 0, 1e-3), (8, 1, 2.0)), 1e-9),  # grows; another weight later
    (A, moved((5, 1, -1e-6), (7, 0, 1e-6)), 1e-9),  # a negative and a positive difference
    (A, moved((2, 0, 1e-6)), 1e-9),  # b is larger
    (A, moved((6, 2, math.nan), (7, 1, 1.0)), 1e-9),
    (A, moved((0, 1, 0.5)), 1e-9),
    (A, moved((3, 2, 1e-6), (8, 1, 2.0)), 0.01),
]
