"""Right programs, written in every legitimate way: no check may reject one of them."""

# mypy: disable-error-code="no-untyped-def,no-untyped-call"
# ruff: noqa: ANN001, ANN201, D103  # they are written as learners write them
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def vectorised(X, y, w):
    return 2 / len(y) * (X.T @ (X @ w - y))


def in_loops(X, y, w):
    n, p = X.shape
    gradient = [0.0] * p
    for i in range(n):
        residual = sum(X[i, j] * w[j] for j in range(p)) - y[i]
        for j in range(p):
            gradient[j] += 2 * residual * X[i, j] / n
    return np.array(gradient)


def as_a_list(X, y, w):
    return in_loops(X, y, w).tolist()


def backwards(X, y, w):
    return sum((X[i] @ w - y[i]) * X[i] * (2 / len(y)) for i in reversed(range(len(y))))


def with_einsum(X, y, w):
    return np.einsum("ij,i->j", X, np.einsum("ij,j->i", X, w) - y) * 2 / len(y)


def with_matmul(X, y, w):
    return np.matmul(np.matmul(X, w) - y, X) * 2 / X.shape[0]


def with_dot(X, y, w):
    return 2 * np.dot(X.T, np.dot(X, w) - y) / y.size


def as_a_mean(X, y, w):
    return np.mean(2 * (X @ w - y)[:, None] * X, axis=0)


def targets_first(X, y, w):
    return -2 / len(y) * (y - X @ w) @ X


def weights_and_bias_apart(X, y, w):
    r = X[:, :-1] @ w[:-1] + w[-1] - y
    return np.append(2 * (r @ X[:, :-1]) / len(r), 2 * np.mean(r))


def with_columns(X, y, w):
    r = X @ w.reshape(-1, 1) - y.reshape(-1, 1)
    return (2 / len(r) * X.T @ r).ravel()


def expanded(X, y, w):
    return 2 * (X.T @ X @ w - X.T @ y) / len(y)


def in_single_precision(X, y, w):
    return vectorised(X.astype(np.float32), y.astype(np.float32), w.astype(np.float32))


def by_autograd(X, y, w):
    import torch

    X, y, w = torch.as_tensor(np.asarray(X)), torch.as_tensor(np.asarray(y)), torch.tensor(w, requires_grad=True)
    ((X @ w - y) ** 2).mean().backward()
    return w.grad.numpy()


def descent_anew(X, y, w, learning_rate, steps):
    rows = [np.array(w)]
    for _ in range(steps):
        rows.append(rows[-1] - learning_rate * vectorised(X, y, rows[-1]))
    return rows


def descent_in_place(X, y, w, learning_rate, steps):
    w, rows = np.array(w), []
    for _ in range(steps):
        rows.append(w.copy())
        w -= learning_rate * in_loops(X, y, w)
    return np.array([*rows, w])


def descent_as_a_generator(X, y, w, learning_rate, steps):
    yield w
    for _ in range(steps):
        w = w - learning_rate * with_einsum(X, y, w)
        yield w


def descent_as_lists(X, y, w, learning_rate, steps):
    return [list(row) for row in descent_anew(X, y, w, learning_rate, steps)]


def descent_by_autograd(X, y, w, learning_rate, steps):
    import torch

    X, y, w = torch.as_tensor(np.asarray(X)), torch.as_tensor(np.asarray(y)), torch.tensor(w, requires_grad=True)
    optimizer, rows = torch.optim.SGD([w], lr=learning_rate), [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        ((X @ w - y) ** 2).mean().backward()
        optimizer.step()
        rows.append(w.detach().clone())
    return torch.stack(rows).numpy()


def _named(*programs: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    return {program.__name__.replace("_", " "): program for program in programs}


# What is written -> the ways to write it that every test must accept.
RIGHT = {
    "gradient": _named(
        *(vectorised, in_loops, backwards, with_einsum, with_matmul, with_dot, as_a_mean, targets_first),
        *(weights_and_bias_apart, with_columns, expanded),
    ),
    "descent": _named(descent_anew, descent_in_place),
}
# Those that a check must accept too: they come in another form, in less precision, or need PyTorch.
OTHER = {
    "gradient": _named(as_a_list, in_single_precision, by_autograd),
    "descent": _named(descent_as_a_generator, descent_as_lists, descent_by_autograd),
}
