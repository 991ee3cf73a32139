"""Momentum.

A ball rolls on. It remembers where it was going, and every gradient pushes it a little:

    m₀ = 0,   mₜ₊₁ = β mₜ + ∇L(wₜ),   wₜ₊₁ = wₜ - η mₜ₊₁

This is the form of torch.optim.SGD. The memory m is a sum of gradients, older ones counting less,
and the step uses the memory that the newest gradient is already in.

The gradient of squared error is given. Write the walk: return the weights before every update and
after the last one, so steps + 1 rows of p numbers, the start first.

X has the shape (n, p), y the shape (n,), w the shape (p,). learning_rate is η, and beta, from 0 to
1, is β.
"""


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def walk(X, y, w, learning_rate, beta, steps):
    rows = [w]
    # TODO: remember, step, record
    raise NotImplementedError("TODO: update the memory, then the weights, and keep a row.")
    return rows
