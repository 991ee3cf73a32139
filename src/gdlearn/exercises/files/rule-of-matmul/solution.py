"""The backward rule of @.

In C = A @ B every entry of C is a dot product of a row of A with a column of B:

    C_ij = Σ_k A_ik B_kj

On the way back arrives G, the slope of the loss with respect to C, in the shape of C. How does it
reach A and B? An entry A_ik is used in every entry of row i of C, each time with the factor B_kj.
Add up what comes back from there.

A has the shape (n, m), B has (m, h), G has (n, h). Return the slope of A, (n, m), then the slope of
B, (m, h). If you can say the formula with indices, the shapes will tell you which products these
are.
"""


def matmul_backward(A, B, G):
    to_A = G @ B.T  # (n, h) (h, m): sum over j of G_ij B_kj
    to_B = A.T @ G  # (m, n) (n, h): sum over i of A_ik G_ij
    return to_A, to_B
