# mistake: residuals-in-blocks
# title: The residuals are counted in blocks too
# message: In blocks the residuals of a block are used while they are still in the cache. You count them as if they went to memory.
# cure: With blocks only X and y are read: n p + n numbers.


def bytes_moved(n, p, itemsize, blocks):
    return ((1 if blocks else 2) * n * p + 3 * n) * itemsize
