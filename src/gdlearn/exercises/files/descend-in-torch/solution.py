"""The loop that descends, with autograd.

The same loop as before, and autograd finds the gradient:

    w₀ = w,   wₜ₊₁ = wₜ - η ∇L(wₜ),   L(w) = 1/n Σᵢ rᵢ²,   r = Xw - y

X has the shape (n, p), y the shape (n,), w the shape (p,): arrays of NumPy, float64, and they are to
stay as they are. learning_rate and steps are numbers.
Return steps + 1 rows of p numbers, the start first: a list of tensors that are part of no graph.
"""

import torch


def descend(X, y, w, learning_rate, steps):
    X, y = torch.tensor(X), torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)  # a copy, and from here on autograd follows it
    history = [w.detach().clone()]
    for _ in range(steps):
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
        w.grad.zero_()
        history.append(w.detach().clone())  # a copy: the next update writes into w
    return history
