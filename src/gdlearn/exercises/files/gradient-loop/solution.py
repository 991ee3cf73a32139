"""The gradient of squared error, in a loop.

The loss of a line is the mean of its squared residuals:

    L(w) = 1/n Σᵢ rᵢ²,   rᵢ = Σₖ xᵢₖ wₖ - yᵢ

and this is its slope in the direction of weight j:

    ∂L/∂wⱼ = 1/n Σᵢ 2 rᵢ xᵢⱼ

Write it as it stands there, with loops over the samples i and the weights j.

X has the shape (n, p), and its last column is all ones. y has the shape (n,)
and w the shape (p,). The gradient has the shape of the weights: p numbers,
the bias last.
"""


def gradient(X, y, w):
    n, p = X.shape
    g = [0.0] * p
    for i in range(n):
        r = sum(X[i, k] * w[k] for k in range(p)) - y[i]  # once for each sample: all weights share it
        for j in range(p):
            g[j] += 2 * r * X[i, j] / n
    return g
