# mistake: broadcast


def gradient(X, y, w):
    w = w.clone().requires_grad_()
    loss = (((X @ w)[:, None] - y) ** 2).mean()
    loss.backward()
    return w.grad
