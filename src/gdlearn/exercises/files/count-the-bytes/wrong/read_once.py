# mistake: second-reading-forgotten
# title: X is read once, not twice
# message: Without blocks X is read twice, once for each product. When the second one begins, the first rows have left the cache long ago.
# cure: Count n p twice where blocks is False.


def bytes_moved(n, p, itemsize, blocks):
    return (n * p + n) * itemsize if blocks else (n * p + 3 * n) * itemsize
