# mistake: slopes-transposed
# title: Both slopes are transposed
# message: The numbers are right and stand transposed. A slope has the shape of the matrix that it belongs to.
# cure: B Gᵀ is (m, n). Its transpose G Bᵀ is (n, m), the shape of A.


def matmul_backward(A, B, G):
    return B @ G.T, G.T @ A
