"""A value that is used twice.

A computation is a graph: every step is a node, and an arrow leads from a value to each step that
uses it. Here it is a list. edges[k] holds the arrows that enter node k, as pairs (parent, local):
the number of the node that was used, and the local derivative, how fast node k grows with it. A
parent has a smaller number than the nodes that use it. The last node is the loss. This is L = r * r
with r = w - y, where r is 3:

    edges = [[], [], [(0, 1.0), (1, -1.0)], [(2, 3.0), (2, 3.0)]]        w, y, r, L

Write the backward pass. The slope of the loss with respect to itself is 1. Go from the last node to
the first, and lead the slope of each node through its arrows to its parents, multiplied by the
local derivative. A node whose value is used twice gets slopes from two sides: they add up.

Return the slopes of all nodes, a list as long as edges. In the example: [6, -6, 6, 1].
"""


def backward(edges):
    slopes = [0.0] * len(edges)
    slopes[-1] = 1.0
    for node in reversed(range(len(edges))):  # from the loss: a slope is complete before it is handed on
        for parent, local in edges[node]:
            slopes[parent] += slopes[node] * local  # += because other arrows may lead to the same parent
    return slopes
