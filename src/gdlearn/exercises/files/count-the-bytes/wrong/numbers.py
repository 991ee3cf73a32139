# mistake: numbers-not-bytes
# title: Numbers are counted, not bytes
# message: You count numbers. Each of them has itemsize bytes.
# cure: Multiply by itemsize. float32 then costs half of float64, as it does in the measurements.


def bytes_moved(n, p, itemsize, blocks):
    return n * p + n if blocks else 2 * n * p + 3 * n
