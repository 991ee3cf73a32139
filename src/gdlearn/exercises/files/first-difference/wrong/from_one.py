# mistake: start-skipped
# title: The start is skipped
# message: A difference at step 0 was not found: the search begins at step 1. Two programs that start apart differ everywhere.
# cure: Begin at row 0, the weights before the first update.


def first_difference(a, b, bound):
    for t in range(1, len(a)):
        for j in range(a.shape[1]):
            if not abs(a[t, j] - b[t, j]) <= bound:
                return t, j
    return None
