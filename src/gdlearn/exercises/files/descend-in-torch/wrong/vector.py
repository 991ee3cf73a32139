# mistake: backward-vector
import torch


def descend(X, y, w, learning_rate, steps):
    X, y = torch.tensor(X), torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)
    history = [w.detach().clone()]
    for _ in range(steps):
        loss = (X @ w - y) ** 2
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
        w.grad.zero_()
        history.append(w.detach().clone())
    return history
