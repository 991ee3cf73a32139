"""The right gradients, as a learner writes them: one step a line, so that a mistake is a line."""

# mypy: disable-error-code="no-untyped-def,name-defined"
# ruff: noqa: ANN001, ANN201, D103, RET504, RUF059  # one step a line; np, strength and delta are given when they run
from __future__ import annotations

from gdlearn.mistakes.program import Edit, Program


def gradient(X, y, w):
    n, p = X.shape
    prediction = X @ w
    r = prediction - y
    s = 2 * r
    g = X.T @ s
    g = g / n
    return g


def _with(**edits: str) -> Program:
    """The gradient of squared error with lines replaced; each line is told by the name that it assigns."""
    old = {"prediction": "prediction = X @ w", "s": "s = 2 * r", "g": "g = g / n", "end": "return g"}
    return Program.of(gradient).edited(*(Edit(old[name], new) for name, new in edits.items()))


# For every convention of squared error, and for every other loss that is a function of X w.
GRADIENTS = {
    "gradient": _with(),
    "half_mean": _with(s="s = r"),
    "sum": _with(g="g = 1 * g"),
    "half_sum": _with(s="s = r", g="g = 1 * g"),
    "ridge": _with(end="g = g + strength * np.concat([w[:-1], 0 * w[-1:]])\nreturn g"),
    "huber": _with(s="s = np.clip(r, -delta, delta)"),
    "logistic": _with(prediction="prediction = 1 / (1 + np.exp(-(X @ w)))", s="s = r"),
    "poisson": _with(prediction="prediction = np.exp(X @ w)", s="s = r"),
}
