# mistake: upstream-ignored
# title: The slope that arrives is ignored
# message: The numbers of G are not in your answer, as if all of them were 1. A test with a plain sum after the product cannot see it.
# cure: The chain rule multiplies with what arrives: G Bᵀ and Aᵀ G.
import numpy as np


def matmul_backward(A, B, G):
    ones = np.ones_like(G)
    return ones @ B.T, A.T @ ones
