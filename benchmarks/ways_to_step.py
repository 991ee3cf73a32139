"""Ways to take a step of full-batch descent on squared error, from the loop in a notebook to p + 1 rows.

Each function prepares its data outside of what is measured, and returns a walk: so many steps from the start, with the
loss of every step kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import torch

import gdlearn as gd
from gdlearn.arrays import FloatArray

RATE = 0.01
BLOCK = 4 << 20  # bytes of X that stay in the cache between two readings

Walk = Callable[[int], Any]  # takes so many steps from the start and returns the weights


def notebook_loop(X: FloatArray, y: FloatArray, start: FloatArray) -> Walk:
    """The loop of lesson 6, as everybody writes it first."""
    features, targets = torch.tensor(X), torch.tensor(y)

    def walk(steps: int) -> Any:
        w, losses = torch.tensor(start, requires_grad=True), []
        for _ in range(steps):
            loss = ((features @ w - targets) ** 2).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            assert w.grad is not None
            with torch.no_grad():
                w -= RATE * w.grad
            w.grad.zero_()
            losses.append(loss.item())
        return w.detach().numpy()

    return walk


def modules(X: FloatArray, y: FloatArray, start: FloatArray) -> Walk:
    """`nn.Linear`, `nn.MSELoss` and `optim.SGD`; the column of ones is its bias."""
    features, targets = torch.tensor(X[:, :-1]), torch.tensor(y[:, None])

    def walk(steps: int) -> Any:
        model, losses = torch.nn.Linear(X.shape[1] - 1, 1, dtype=torch.float64), []
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


def textbook(X: FloatArray, y: FloatArray, start: FloatArray, order: Any = "C", dtype: str = "float64") -> Walk:
    """The formula in NumPy: X is read for the prediction, and once more for the gradient."""
    X, y = np.array(X, order=order, dtype=dtype), y.astype(dtype)

    def walk(steps: int) -> Any:
        w, losses = start.astype(dtype), []
        for _ in range(steps):
            r = X @ w - y
            losses.append(r @ r / len(y))
            w = w - RATE * 2 / len(y) * (X.T @ r)
        return w

    return walk


def row_blocks(X: FloatArray, y: FloatArray, start: FloatArray, order: Any = "C") -> Walk:
    """The same, a block of rows at a time: the second reading finds the block in the cache."""
    objective = gd.MeanSquaredError(np.array(X, order=order), y)
    n, size = X.shape[0], max(1, BLOCK // (X.itemsize * X.shape[1]))
    blocks = [objective.rows(slice(first, first + size)) for first in range(0, n, size)]

    def walk(steps: int) -> Any:
        w, losses = start, []
        for _ in range(steps):
            loss, gradient = 0.0, np.zeros(len(w))
            for block in blocks:
                its_loss, its_gradient = block.loss_and_gradient(w)
                loss += len(block) / n * its_loss
                gradient += len(block) / n * its_gradient
            losses.append(loss)
            w = w - RATE * gradient
        return w

    return walk


def package(X: FloatArray, y: FloatArray, start: FloatArray) -> Walk:
    """`gd.descend` on the numpy backend, with the loss of every step kept."""
    objective, backend = gd.MeanSquaredError(X, y), gd.get_backend("numpy")

    def walk(steps: int) -> Any:
        losses = []
        for step in islice(gd.descend(objective, start, backend, gd.GD(RATE)), steps):
            losses.append(step.loss)
        return step.w - RATE * step.gradient  # a step is seen before its update: the last one is ours

    return walk


def jax_scan(X: FloatArray, y: FloatArray, start: FloatArray) -> Walk:
    """JAX: autodiff, and the whole loop compiled."""
    import jax

    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    features, targets = jax.numpy.asarray(X), jax.numpy.asarray(y)

    def loss(w: Any, X: Any, y: Any) -> Any:
        return ((X @ w - y) ** 2).mean()

    @partial(jax.jit, static_argnums=3)
    def scan(w: Any, X: Any, y: Any, steps: int) -> Any:
        def step(w: Any, _: Any) -> Any:
            value, gradient = jax.value_and_grad(loss)(w, X, y)
            return w - RATE * gradient, value

        return jax.lax.scan(step, w, length=steps)

    return lambda steps: np.asarray(scan(start, features, targets, steps)[0])


def triangle(X: FloatArray, y: FloatArray, start: FloatArray) -> Walk:
    """The textbook form on the p + 1 rows that have the same loss; making them is measured apart."""
    R = np.linalg.qr(np.column_stack([X, y]), mode="r") / np.sqrt(len(y))
    small = gd.MeanSquaredError(R[:, :-1].copy(), R[:, -1].copy(), gd.Convention.SUM)

    def walk(steps: int) -> Any:
        w, losses = start, []
        for _ in range(steps):
            loss, gradient = small.loss_and_gradient(w)
            losses.append(loss)
            w = w - RATE * gradient
        return w

    return walk


def read_once(X: FloatArray, _y: FloatArray, _start: FloatArray) -> Walk:
    """The floor: the sum of X, by PyTorch's threads."""
    features = torch.tensor(X.ravel(order="K"))
    return lambda steps: [features.sum() for _ in range(steps)]


def read_once_dot(X: FloatArray, _y: FloatArray, _start: FloatArray) -> Walk:
    """The floor once more: the squared length of X, by the threads of NumPy's BLAS. The faster one counts."""
    features = X.ravel(order="K")
    return lambda steps: [features @ features for _ in range(steps)]


STEPS: dict[str, Callable[[FloatArray, FloatArray, FloatArray], Walk]] = {
    "PyTorch, nn.Linear and optim.SGD": modules,
    "PyTorch, the loop of lesson 6": notebook_loop,
    "gdlearn, numpy backend": package,
    "NumPy, rows contiguous": textbook,
    "NumPy, columns contiguous": partial(textbook, order="F"),
    "NumPy, columns contiguous, float32": partial(textbook, order="F", dtype="float32"),
    "NumPy, rows contiguous, in blocks": row_blocks,
    "NumPy, columns contiguous, in blocks": partial(row_blocks, order="F"),
    "JAX, compiled loop": jax_scan,
    "p + 1 rows in the place of n": triangle,
}
FLOORS = {"sum": read_once, "dot": read_once_dot}


def triangle_of(X: FloatArray, y: FloatArray) -> None:
    """QR of [X y], a few thousand rows at a time: the p + 1 rows that replace n."""
    table, size = np.column_stack([X, y]), 8192
    R: Any = np.zeros((0, table.shape[1]))
    for first in range(0, len(y), size):
        R = np.linalg.qr(np.vstack([R, table[first : first + size]]), mode="r")


def scikit_learn(X: FloatArray, y: FloatArray) -> None:
    """The weights at the bottom, without a descent."""
    from sklearn.linear_model import LinearRegression

    LinearRegression(fit_intercept=False).fit(X, y)


ONCE = {"the triangle of [X y]": triangle_of, "scikit-learn, LinearRegression": scikit_learn}
