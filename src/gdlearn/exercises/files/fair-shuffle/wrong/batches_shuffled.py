# mistake: only-batches-shuffled
# title: The batches are shuffled, the rows are not
# message: The batches come in a new order, but each is a run of neighbours, and always the same one. In a sorted file such a batch is no sample of the whole.
# cure: Shuffle the rows first, then cut.
import numpy as np


def epochs(n, size, count, seed):
    rng = np.random.default_rng(seed)
    batches = [list(range(first, min(first + size, n))) for first in range(0, n, size)]
    return [[batches[k] for k in rng.permutation(len(batches))] for _ in range(count)]
