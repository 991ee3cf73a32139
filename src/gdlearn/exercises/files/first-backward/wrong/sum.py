# mistake: sum-not-mean


def gradient(X, y, w):
    w = w.clone().requires_grad_()
    loss = ((X @ w - y) ** 2).sum()
    loss.backward()
    return w.grad
