"""The mean squared error.

One number that says how bad a line is: the mean of its squared residuals.

    L(w) = 1/n Σᵢ rᵢ²,   r = Xw - y

X has the shape (n, p) and its last column is all ones; y has the shape (n,) and w the shape (p,).
Return one number. Look at the shape of r before you square it.
"""


def loss(X, y, w):
    r = X @ w - y  # (n,) minus (n,): one residual for each sample
    return (r**2).mean()
