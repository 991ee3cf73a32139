# mistake: upstream-ignored, not-summed-back


def times_backward(a, b, g):
    return b, a
