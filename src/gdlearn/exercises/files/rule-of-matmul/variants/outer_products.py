import numpy as np


def matmul_backward(A, B, G):
    to_A = sum(np.outer(G[:, j], B[:, j]) for j in range(B.shape[1]))
    to_B = sum(np.outer(A[i], G[i]) for i in range(len(A)))
    return to_A, to_B
