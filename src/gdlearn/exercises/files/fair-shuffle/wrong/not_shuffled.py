# mistake: not-shuffled
# title: The rows stay in their order
# message: The rows come in the order in which they are stored. Files are often sorted, and then the last batches have the last word in every epoch.
# cure: Cut a permutation, rng.permutation(n), and not range(n).


def epochs(n, size, count, seed):
    return [[range(first, min(first + size, n)) for first in range(0, n, size)] for _ in range(count)]
