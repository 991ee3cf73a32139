# mistake: largest-not-first
# title: The largest difference, not the first one
# message: This is where the two are furthest apart. A difference grows on its way, so that is long after it began.
# cure: Find the first step with a difference above the bound, however small the excess is.
import math


def first_difference(a, b, bound):
    apart = {(t, j): abs(a[t, j] - b[t, j]) for t in range(len(a)) for j in range(a.shape[1])}
    largest = max(apart, key=lambda place: math.inf if math.isnan(apart[place]) else apart[place])
    return None if apart[largest] <= bound else largest
