import numpy as np


def backward(edges):
    arrows = np.zeros((len(edges), len(edges)))
    for node, entering in enumerate(edges):
        for parent, local in entering:
            arrows[parent, node] += local
    loss = np.eye(len(edges))[-1]
    return np.linalg.solve(np.eye(len(edges)) - arrows, loss)
