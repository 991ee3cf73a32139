"""Find the bug: the second step fails.

This program takes one step, warns, and stops at the second with an error about None. Somebody wrote
the update like this because another way of writing it had failed, too.

Say first, in your own words: which tensor does backward() give its gradient to, and which tensor is w
after the update? Mend the program, and delete the line with the TODO. Then the check runs it.

X has the shape (n, p), y the shape (n,), w the shape (p,): arrays of NumPy, float64. What is returned
has steps + 1 rows of p numbers, the start first.
"""

import torch


def descend(X, y, w, learning_rate, steps):
    X, y = torch.tensor(X), torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)
    history = [w.detach().clone()]
    for _ in range(steps):
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():  # the update is no part of the loss
            w -= learning_rate * w.grad  # the same leaf, with other numbers in it
        w.grad.zero_()
        history.append(w.detach().clone())
    return history
