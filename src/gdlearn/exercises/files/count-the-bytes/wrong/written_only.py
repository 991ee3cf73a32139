# mistake: residuals-once
# title: The residuals are written and not read
# message: Without blocks the residuals move twice: they are written by the first line and read by the second. You count them once.
# cure: Add 2 n numbers for r where blocks is False.


def bytes_moved(n, p, itemsize, blocks):
    return (n * p + n) * itemsize if blocks else (2 * n * p + 2 * n) * itemsize
