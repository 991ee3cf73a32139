def bytes_moved(n, p, itemsize, blocks):
    return n * itemsize * (p + 1 if blocks else 2 * p + 3)
