# mistake: item-before-backward


def gradient(X, y, w):
    w = w.clone().requires_grad_()
    loss = ((X @ w - y) ** 2).mean().item()
    loss.backward()
    return w.grad
