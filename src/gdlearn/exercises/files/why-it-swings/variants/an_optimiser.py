import torch


def descend(X, y, w, learning_rate, steps):
    X, y = torch.tensor(X), torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=learning_rate)
    history = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        history.append(w.detach().clone())
    return history
