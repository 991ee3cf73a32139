# mistake: signed-difference


def first_difference(a, b, bound):
    for t in range(len(a)):
        for j in range(a.shape[1]):
            if not a[t, j] - b[t, j] <= bound:
                return t, j
    return None
