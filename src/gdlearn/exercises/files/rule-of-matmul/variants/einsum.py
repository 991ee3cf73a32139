import numpy as np


def matmul_backward(A, B, G):
    return np.einsum("ij,kj->ik", G, B), np.einsum("ik,ij->kj", A, G)
