# mistake: slope-overwritten
# title: = instead of +=
# message: Where a value is used twice, the slope of one use replaces that of the other.
# cure: Add what comes back through every arrow: slopes[parent] += slopes[node] * local.


def backward(edges):
    slopes = [0.0] * len(edges)
    slopes[-1] = 1.0
    for node in reversed(range(len(edges))):
        for parent, local in edges[node]:
            slopes[parent] = slopes[node] * local
    return slopes
