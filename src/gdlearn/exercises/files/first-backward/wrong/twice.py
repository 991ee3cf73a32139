# mistake: two-twice


def gradient(X, y, w):
    w = w.clone().requires_grad_()
    for _ in range(2):
        ((X @ w - y) ** 2).mean().backward()
    return w.grad
