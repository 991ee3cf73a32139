# mistake: handed-on-too-early
# title: A slope is handed on before it is complete
# message: A node that gets slopes from two sides hands on the first one at once, and then hands it on again with the second.
# cure: Finish a node before its parents: walk through the nodes from the last to the first, each one once.


def backward(edges):
    slopes = [0.0] * len(edges)
    slopes[-1] = 1.0

    def hand_on(node):
        for parent, local in edges[node]:
            slopes[parent] += slopes[node] * local
            hand_on(parent)

    hand_on(len(edges) - 1)
    return slopes
