def backward(edges):
    def slope(node):
        if node == len(edges) - 1:
            return 1.0
        return sum(local * slope(k) for k in range(len(edges)) for parent, local in edges[k] if parent == node)

    return [slope(node) for node in range(len(edges))]
