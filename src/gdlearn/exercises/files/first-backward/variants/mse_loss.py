import torch


def gradient(X, y, w):
    w = torch.tensor(w.tolist(), dtype=w.dtype, requires_grad=True)
    torch.nn.functional.mse_loss(torch.mv(X, w), y).backward()
    return w.grad.detach()
