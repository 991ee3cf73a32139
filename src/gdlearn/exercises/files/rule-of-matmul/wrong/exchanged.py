# mistake: slopes-exchanged
# title: The two slopes are returned in the other order
# message: Both slopes are right, and each is given to the wrong matrix.
# cure: Return the slope of A first, then the slope of B.


def matmul_backward(A, B, G):
    return A.T @ G, G @ B.T
