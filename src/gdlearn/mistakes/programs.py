"""The right programs. Every mistake of the catalogue is one of these with a line or two changed."""

# mypy: disable-error-code="no-untyped-def,name-defined"
# ruff: noqa: ANN001, ANN201, B007, F821, D103  # they are written as a learner writes them
from __future__ import annotations

from gdlearn.mistakes.gradients import GRADIENTS
from gdlearn.mistakes.program import Program


def descent(X, y, w, learning_rate, steps):
    w = w + 0
    history = [w + 0]
    for step in range(steps):
        g = gradient(X, y, w)
        w = w - learning_rate * g
        history.append(w + 0)
    return history


def sample_descent(X, y, w, learning_rate, steps):
    n = len(y)
    history = [w + 0]
    for step in range(steps):
        g = 0 * w
        for i in range(n):
            r = X[i] @ w - y[i]
            g = g + 2 * r * X[i] / n
        w = w - learning_rate * g
        history.append(w + 0)
    return history


def scaled_descent(X, y, w, learning_rate, steps):
    x, ones = X[:, :-1], X[:, -1:]
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    X = np.hstack([x, ones])
    history = [w + 0]
    for step in range(steps):
        g = 2 / len(y) * X.T @ (X @ w - y)
        w = w - learning_rate * g
        history.append(w + 0)
    return history


def torch_descent(X, y, w, learning_rate, steps):
    X = torch.tensor(X)
    y = torch.tensor(y)
    w = torch.tensor(w, requires_grad=True)
    history = [w.detach().clone()]
    for step in range(steps):
        r = X @ w - y
        loss = (r**2).mean()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
        w.grad.zero_()
        history.append(w.detach().clone())
    return history


def linear_descent(X, y, w, learning_rate, steps):
    X = torch.tensor(X)
    y = torch.tensor(y).reshape(-1, 1)
    model = torch.nn.Linear(X.shape[1], 1, bias=False, dtype=X.dtype)
    with torch.no_grad():
        model.weight.copy_(torch.tensor(w))
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    history = [model.weight.detach().flatten().clone()]
    for step in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X), y)
        loss.backward()
        optimizer.step()
        history.append(model.weight.detach().flatten().clone())
    return history


def safe_rate(X):
    return len(X) / (X * X).sum()


def differences(f, w, h=1e-5):
    g = []
    for i in range(len(w)):
        up, down = w + 0, w + 0
        up[i] += h
        down[i] -= h
        g.append((f(up) - f(down)) / (2 * h))
    return np.stack(g)


def agree(a, b):
    return bool(np.max(np.abs(a - b)) <= 1e-9 * np.max(np.abs(b)))


PROGRAMS = GRADIENTS | {
    function.__name__: Program.of(function)
    for function in (
        *(descent, sample_descent, scaled_descent, torch_descent, linear_descent),
        *(safe_rate, differences, agree),
    )
}
