# mistake: upstream-ignored
# title: The slope that arrives is ignored
# message: Only the local derivatives are added up. The slope of the node that they lead back from is not in them.
# cure: Multiply by what has arrived: slopes[node] * local.


def backward(edges):
    slopes = [0.0] * len(edges)
    slopes[-1] = 1.0
    for node in reversed(range(len(edges))):
        for parent, local in edges[node]:
            slopes[parent] += local
    return slopes
