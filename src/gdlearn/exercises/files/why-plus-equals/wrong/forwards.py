# mistake: walked-forwards
# title: From the first node to the last
# message: The walk begins at the first node. There no slope has arrived yet, so only the parents of the loss get one.
# cure: Begin at the loss: for node in reversed(range(len(edges))).


def backward(edges):
    slopes = [0.0] * len(edges)
    slopes[-1] = 1.0
    for node in range(len(edges)):
        for parent, local in edges[node]:
            slopes[parent] += slopes[node] * local
    return slopes
