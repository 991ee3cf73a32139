# mistake: transposes-missing
# title: The products without transposition
# message: The slope is multiplied with B and A as they stand. With square matrices that runs, and the numbers are wrong.
# cure: Write the shapes below: G is (n, h), and the slope of A is (n, m). Only Bᵀ, (h, m), leads from one to the other.


def matmul_backward(A, B, G):
    return G @ B, A @ G
