# mistake: nan-passes
# title: nan passes as equal
# message: A weight that is nan was not found: every comparison with nan is False, also nan > bound.
# cure: Ask what is within the bound, and take what is not: `not abs(a[t, j] - b[t, j]) <= bound`.


def first_difference(a, b, bound):
    for t in range(len(a)):
        for j in range(a.shape[1]):
            if abs(a[t, j] - b[t, j]) > bound:
                return t, j
    return None
