# mistake: no-seed
# title: The loss begins with 0
# message: All slopes are 0, because the walk begins with 0 and multiplies.
# cure: The slope of the loss with respect to itself is 1: slopes[-1] = 1.0.


def backward(edges):
    slopes = [0.0] * len(edges)
    for node in reversed(range(len(edges))):
        for parent, local in edges[node]:
            slopes[parent] += slopes[node] * local
    return slopes
