"""The gradient of squared error, in one line.

For one weight, the sum over the samples multiplies a column of X with the
residuals. All weights together are one product:

    ∇L(w) = 2/n Xᵀr,   r = Xw - y

X has the shape (n, p), and its last column is all ones. y has the shape (n,)
and w the shape (p,). The gradient has the shape (p,). Let the shapes tell you
where the transposition goes.
"""


def gradient(X, y, w):
    r = X @ w - y  # prediction minus target, so that a step against the gradient is a minus
    return 2 / len(y) * X.T @ r
