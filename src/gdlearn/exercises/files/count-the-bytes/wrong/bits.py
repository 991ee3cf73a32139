# mistake: bits-for-bytes
# title: Bits are counted
# message: Your number is 8 times too large: itemsize is in bytes already.
# cure: Leave the 8 out. A number in float64 has 8 bytes, which are 64 bits.


def bytes_moved(n, p, itemsize, blocks):
    return 8 * (n * p + n if blocks else 2 * n * p + 3 * n) * itemsize
