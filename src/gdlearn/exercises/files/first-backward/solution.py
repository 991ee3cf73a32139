"""The gradient by autograd.

Autograd derives the gradient for you. It has to be asked to follow the weights, it needs the loss as
one number, and it leads the slopes back from there:

    L(w) = 1/n Σᵢ rᵢ²,   r = Xw - y

X (n, p), y (n,) and w (p,) are tensors of float64, and nothing follows them yet. The gradient is to be
that of L at w, of the shape (p,).
Write no formula of a slope: only the loss.
"""


def gradient(X, y, w):
    w = w.clone().requires_grad_()  # a leaf of our own: whoever called keeps theirs as it was
    loss = ((X @ w - y) ** 2).mean()
    loss.backward()
    return w.grad
