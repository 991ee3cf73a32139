# mistake: weight-before-step
# title: All steps of one weight, then the next weight
# message: The first weight that differs anywhere is found, and not the first step: another weight differed earlier.
# cure: Go through the steps in the outer loop, and through the weights of each in the inner one.


def first_difference(a, b, bound):
    within = abs(a - b) <= bound
    for j in range(a.shape[1]):
        for t in range(len(a)):
            if not within[t, j]:
                return t, j
    return None
