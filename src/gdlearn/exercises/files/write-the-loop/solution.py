"""The loop that descends.

A step goes against the gradient, and the learning rate η says how far:

    w₀ = w,   wₜ₊₁ = wₜ - η ∇L(wₜ),   t = 0, 1, ..., steps - 1

The gradient of squared error is given. Write the loop, and keep what it does:
return the weights before every update and after the last one. These are
steps + 1 rows of p numbers, the start first.

X has the shape (n, p), y the shape (n,) and w the shape (p,). learning_rate
and steps are numbers.
"""


def gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


def descend(X, y, w, learning_rate, steps):
    history = [w]
    for _ in range(steps):
        w = w - learning_rate * gradient(X, y, w)  # a new array: the rows that are kept must not change
        history.append(w)
    return history
