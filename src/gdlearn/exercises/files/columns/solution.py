"""The same gradient, with columns.

Many courses keep every vector as a column, a table with one column. Then one product gives the next,
and no flat vector is left:

    ∇L(w) = 2/n Xᵀr,   r = Xw - y

X has the shape (n, p) and its last column is all ones; y has the shape (n, 1) and w the shape (p, 1).
The gradient has the shape of the weights, (p, 1). Write down the shape of every product.
"""


def gradient(X, y, w):
    r = X @ w - y  # (n, 1) minus (n, 1); one flat vector among them would make a table (n, n)
    return 2 / len(y) * X.T @ r
