"""Slope and bias apart, and half of the mean.

Many books put a half before the mean, so that no 2 is left in the gradient. And they keep the bias
out of the table: no column of ones, two formulas.

    L(w, b) = 1/(2n) Σᵢ rᵢ²,   rᵢ = Σⱼ xᵢⱼ wⱼ + b - yᵢ

    ∂L/∂wⱼ = 1/n Σᵢ rᵢ xᵢⱼ          ∂L/∂b = 1/n Σᵢ rᵢ

Write the gradient in this form. X, y and w come as always: X has the shape (n, p) and its last column
is all ones, y has the shape (n,), w the shape (p,) and the bias is its last entry. Split them first.
Return p numbers: the slopes of the weights, then that of the bias.
"""


def gradient(X, y, w):
    features, weights, b = X[:, :-1], w[:-1], w[-1]
    r = features @ weights + b - y
    dw = features.T @ r / len(y)
    db = sum(r) / len(y)  # the same 1/n as above: the half has eaten the 2 of both
    return [*dw, db]
