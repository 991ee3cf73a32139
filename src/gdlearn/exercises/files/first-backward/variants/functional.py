import torch


def gradient(X, y, w):
    return torch.func.grad(lambda w: torch.mean((X @ w - y) ** 2))(w)
