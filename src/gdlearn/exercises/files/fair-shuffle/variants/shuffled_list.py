import numpy as np


def epochs(n, size, count, seed):
    rng, rows, dealt = np.random.default_rng(seed), list(range(n)), []
    for _ in range(count):
        rng.shuffle(rows)
        dealt.append([rows[first : first + size] for first in range(0, n, size)])
    return dealt
