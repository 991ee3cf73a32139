"""Find the bug: a descent that swings.

This program runs and raises nothing. Its first step is right. From the second step on the weights
swing to and fro, and the loss rises and falls in waves.

Read it line by line, and ask at each step: what does w.grad hold at this moment? Mend the program,
and delete the line with the TODO. Then the check runs it.

X has the shape (n, p), y the shape (n,), w the shape (p,): arrays of NumPy, float64. What is returned
has steps + 1 rows of p numbers, the start first. The rows are recorded as they should be.
"""

import torch


def descend(X, y, w, learning_rate, steps):
    raise NotImplementedError("TODO: find out what w.grad holds, mend the program, and delete this line.")
    X, y = torch.tensor(X), torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)
    history = [w.detach().clone()]
    for _ in range(steps):
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
        history.append(w.detach().clone())
    return history
