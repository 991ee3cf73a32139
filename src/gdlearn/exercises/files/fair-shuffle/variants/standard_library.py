import random


def epochs(n, size, count, seed):
    draw = random.Random(seed)
    orders = [draw.sample(range(n), n) for _ in range(count)]
    return [[order[first : first + size] for first in range(0, n, size)] for order in orders]
