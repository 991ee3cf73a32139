"""The gradient of Huber's loss.

Under squared error the sample that is farthest off pulls hardest, even if it is a typing error.
Huber's loss is half a square for small residuals and goes on straight beyond δ:

    ℓ(r) = r²/2               where |r| ≤ δ
    ℓ(r) = δ |r| - δ²/2       where |r| > δ

The loss of the model is the mean over all samples, with r = Xw - y. Derive the two cases of the
slope of ℓ, then write the gradient. δ is DELTA, a constant of this file.

X has the shape (n, p) and its last column is all ones; y has the shape (n,) and w the shape (p,).
Return p numbers.
"""

DELTA = 1.5


def gradient(X, y, w):
    # r within δ, and beyond it δ with the sign of r: no sample pulls harder.
    slope = [max(-DELTA, min(r, DELTA)) for r in X @ w - y]
    return X.T @ slope / len(y)
