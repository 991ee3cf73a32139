"""What people write in PyTorch. Every way keeps the loss of each step as a number, on the host."""

from __future__ import annotations

import shutil
from typing import Any

import torch

from gdlearn.benchmark.case import RATE
from gdlearn.benchmark.contestant import LeftOutError, Walk


def notebook_loop(X: Any, y: Any, start: Any, device: str = "cpu") -> Walk:
    """The loop that the course began with, as everybody writes it first."""
    features, targets = torch.tensor(X, device=device), torch.tensor(y, device=device)

    def walk(steps: int) -> Any:
        w, losses = torch.tensor(start, device=device, requires_grad=True), []
        for _ in range(steps):
            loss = ((features @ w - targets) ** 2).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            assert w.grad is not None
            with torch.no_grad():
                w -= RATE * w.grad
            w.grad.zero_()
            losses.append(loss.item())
        return w.detach().cpu().numpy()

    return walk


def modules(X: Any, y: Any, start: Any) -> Walk:
    """`nn.Linear`, `nn.MSELoss` and `optim.SGD`; the column of ones is the bias of the layer."""
    features, targets = torch.tensor(X[:, :-1]), torch.tensor(y[:, None])

    def walk(steps: int) -> Any:
        model, losses = torch.nn.Linear(X.shape[1] - 1, 1, dtype=features.dtype), []
        with torch.no_grad():
            model.weight[:], model.bias[:] = torch.tensor(start[None, :-1]), torch.tensor(start[-1:])
        optimizer, squares = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.MSELoss()
        for _ in range(steps):
            optimizer.zero_grad()
            loss = squares(model(features), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return torch.cat([model.weight[0], model.bias]).detach().numpy()

    return walk


def compiled(X: Any, y: Any, start: Any) -> Walk:
    """A step of autograd and its update, compiled by `torch.compile`.

    Raises:
        LeftOutError: if it does not work here, for instance without a C++ compiler.
    """
    if not any(map(shutil.which, ("c++", "g++", "clang++"))):
        raise LeftOutError("torch.compile needs a C++ compiler (g++ or clang++)")
    features, targets = torch.tensor(X), torch.tensor(y)

    @torch.compile
    def step(w: Any) -> Any:
        gradient, loss = torch.func.grad_and_value(lambda w: ((features @ w - targets) ** 2).mean())(w)
        return w - RATE * gradient, loss

    def walk(steps: int) -> Any:
        w, losses = torch.tensor(start), []
        for _ in range(steps):
            w, loss = step(w)
            losses.append(loss.item())
        return w.numpy()

    try:
        walk(1)
    except Exception as error:  # whatever the compiler, or the library that calls it, raises
        raise LeftOutError(f"torch.compile does not work here ({type(error).__name__})") from error
    return walk
