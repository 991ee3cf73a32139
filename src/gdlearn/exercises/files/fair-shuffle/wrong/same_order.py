# mistake: same-order-again
# title: Every epoch has the same order
# message: Each epoch deals the rows in the same order, so the same rows always meet in a batch. The order is drawn once, or the generator is made anew with the same seed.
# cure: Make the generator before the loop and draw a permutation inside it.
import numpy as np


def epochs(n, size, count, seed):
    dealt = []
    for _ in range(count):
        order = np.random.default_rng(seed).permutation(n)
        dealt.append([order[first : first + size] for first in range(0, n, size)])
    return dealt
