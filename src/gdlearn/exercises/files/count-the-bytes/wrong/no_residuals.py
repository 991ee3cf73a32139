# mistake: residuals-forgotten
# title: The residuals are not counted
# message: Without blocks the n residuals are written to memory and read back. They are missing.
# cure: Add 2 n numbers where blocks is False.


def bytes_moved(n, p, itemsize, blocks):
    return (n * p + n) * itemsize if blocks else (2 * n * p + n) * itemsize
