# mistake: order-turned
# title: The factors stand in the other order
# message: The transposes are right and stand on the wrong side: Bᵀ G and G Aᵀ. With square matrices that runs, and the numbers are wrong.
# cure: A stood on the left of the product, and its slope keeps G on the left: G Bᵀ. B stood on the right: Aᵀ G.


def matmul_backward(A, B, G):
    return B.T @ G, G @ A.T
