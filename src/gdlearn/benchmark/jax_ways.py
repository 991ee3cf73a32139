"""What people write in JAX: the whole loop compiled, the losses kept by `scan`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax

from gdlearn.benchmark.case import RATE
from gdlearn.benchmark.contestant import Walk

Ask = Callable[[Any, Any, Any], tuple[Any, Any]]


def autodiff(X: Any, y: Any, start: Any) -> Walk:
    """The gradient by autodiff, rows contiguous as `jnp.asarray` leaves them."""

    def ask(w: Any, X: Any, y: Any) -> tuple[Any, Any]:
        return jax.value_and_grad(lambda w: ((X @ w - y) ** 2).mean())(w)

    return _scan(ask, X, y, start)


def by_hand(X: Any, y: Any, start: Any) -> Walk:
    """The gradient by the formula, columns contiguous: JAX is handed the transposed matrix."""

    def ask(w: Any, T: Any, y: Any) -> tuple[Any, Any]:
        r = w @ T - y
        return r @ r / len(y), 2 / len(y) * (T @ r)

    return _scan(ask, X.T, y, start)


def _scan(ask: Ask, X: Any, y: Any, start: Any) -> Walk:
    if X.dtype == "float64":
        jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    features, targets = jax.numpy.array(X), jax.numpy.array(y)

    @partial(jax.jit, static_argnums=3)
    def scan(w: Any, X: Any, y: Any, steps: int) -> Any:
        def step(w: Any, _: Any) -> Any:
            loss, gradient = ask(w, X, y)
            return w - RATE * gradient, loss

        return jax.lax.scan(step, w, length=steps)

    def walk(steps: int) -> Any:
        import numpy as np

        w, losses = scan(start, features, targets, steps)
        losses.block_until_ready()
        return np.asarray(w)

    return walk
