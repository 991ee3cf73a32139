# mistake: backward-vector


def gradient(X, y, w):
    w = w.clone().requires_grad_()
    loss = (X @ w - y) ** 2
    loss.backward()
    return w.grad
