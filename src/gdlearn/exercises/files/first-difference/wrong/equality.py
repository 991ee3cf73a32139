# mistake: exact-equality


def first_difference(a, b, bound):
    for t in range(len(a)):
        for j in range(a.shape[1]):
            if a[t, j] != b[t, j]:
                return t, j
    return None
