"""Walks downhill that share no code with gdlearn: torch.optim, and the formulas of the papers in 50 digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

import gdlearn as gd
from gdlearn.arrays import FloatArray
from gdlearn.optimizers import Rule

STEPS = 300
Slope = Callable[[Any], Any]  # the gradient at weights w


class Case(NamedTuple):
    """One rule of ours and the one of torch.optim that it should be."""

    ours: Rule
    theirs: partial[Any]


# Rates are small enough that noise is not amplified: a test in test_optimizers.py injects some and looks.
# A large eps shows where it stands: inside or outside the root differ by 2e-10 with the usual 1e-8.
CASES = {
    "gd": Case(gd.GD(0.05), partial(torch.optim.SGD, lr=0.05)),
    "momentum": Case(gd.Momentum(0.01), partial(torch.optim.SGD, lr=0.01, momentum=0.9)),
    "nesterov": Case(gd.Nesterov(0.01), partial(torch.optim.SGD, lr=0.01, momentum=0.9, nesterov=True)),
    "adagrad": Case(gd.AdaGrad(0.1), partial(torch.optim.Adagrad, lr=0.1)),
    "adagrad, large eps": Case(gd.AdaGrad(0.1, eps=1e-3), partial(torch.optim.Adagrad, lr=0.1, eps=1e-3)),
    "rmsprop": Case(gd.RMSProp(0.002), partial(torch.optim.RMSprop, lr=0.002)),
    "rmsprop, large eps": Case(
        gd.RMSProp(0.002, alpha=0.9, eps=1e-3), partial(torch.optim.RMSprop, lr=0.002, alpha=0.9, eps=1e-3)
    ),
    "adam": Case(gd.Adam(0.01), partial(torch.optim.Adam, lr=0.01)),
    "adam, large eps": Case(
        gd.Adam(0.01, betas=(0.8, 0.95), eps=1e-3), partial(torch.optim.Adam, lr=0.01, betas=(0.8, 0.95), eps=1e-3)
    ),
    "adamw": Case(gd.AdamW(0.01, weight_decay=0.1), partial(torch.optim.AdamW, lr=0.01, weight_decay=0.1)),
}
OBJECTIVES = ("least squares", "logistic", "valley")
VALLEY = ((2, 1), (1, 8))  # the curvature of a quadratic bowl: whole numbers, exact in every arithmetic
START = {"least squares": (1.5, -2.0, 2.5, 1.0), "logistic": (1.5, -2.0, 2.5, 1.0), "valley": (-1.5, 2.0)}


def start(objective: str, dtype: str) -> torch.Tensor:
    """Away from zero and from the minimum."""
    return torch.tensor(START[objective], dtype=getattr(torch, dtype))


def slope(objective: str, dtype: str) -> Slope:
    """The gradient of an objective, by autograd."""
    rng, kind = np.random.default_rng(1), getattr(torch, dtype)
    X = torch.tensor(np.column_stack([rng.normal(0.5, [0.5, 1.0, 1.5], (40, 3)), np.ones(40)]), dtype=kind)
    y = torch.tensor(rng.normal(1.0, 2.0, 40), dtype=kind)
    H = torch.tensor(VALLEY, dtype=kind)
    losses: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
        "least squares": lambda w: torch.nn.functional.mse_loss(X @ w, y),
        "logistic": lambda w: torch.nn.functional.binary_cross_entropy_with_logits(X @ w, (y > 1).to(kind)),
        "valley": lambda w: w @ H @ w / 2,
    }
    loss = losses[objective]

    def gradient(w: torch.Tensor) -> torch.Tensor:
        leaf = w.detach().clone().requires_grad_()
        found: torch.Tensor = torch.autograd.grad(loss(leaf), leaf)[0]
        return found

    return gradient


def walk_of_torch(case: Case, gradient: Slope, w: torch.Tensor, steps: int = STEPS) -> NDArray[Any]:
    """The weights before every update of torch.optim; a schedule of ours sets its rate, as its own schedulers do."""
    weights = torch.nn.Parameter(w.clone())
    optimizer, path = case.theirs([weights]), []
    for t in range(steps + 1):
        path.append(weights.detach().numpy().copy())
        optimizer.param_groups[0]["lr"] = case.ours.rate(t)
        weights.grad = gradient(weights.detach())
        optimizer.step()
    return np.array(path)


def walk_of_ours(rule: Rule, gradients: Slope | Sequence[Any], w: Any, steps: int = STEPS) -> NDArray[Any]:
    """The weights before every update of a rule of ours, on arrays of the library of `w`.

    The gradients are those at its own weights, or those that are given, whatever its weights are.
    """
    state, path = rule.init(w), []
    for t in range(steps + 1):
        path.append(np.asarray(w).copy())
        gradient = gradients(w) if callable(gradients) else gradients[t]
        delta, state = rule.step(gradient, state, w)
        w = w - delta
    return np.array(path)


def walk_in_50_digits(rule: Rule, steps: int) -> FloatArray:
    """The weights before every update in the valley, each operation with 50 digits, rounded to float64 at the end."""
    with localcontext() as context:
        context.prec = 50
        w = [Decimal(value) for value in START["valley"]]
        memory, path = [(Decimal(0), Decimal(0)) for _ in w], []
        for t in range(steps + 1):
            path.append([float(value) for value in w])
            gradient = [sum((a * b for a, b in zip(row, w, strict=True)), Decimal(0)) for row in VALLEY]
            moves = [papers_step(rule, t, *parts) for parts in zip(gradient, w, memory, strict=True)]
            w, memory = [w - delta for w, (delta, _) in zip(w, moves, strict=True)], [new for _, new in moves]
        return np.array(path)


def papers_step(
    rule: Rule, t: int, g: Decimal, w: Decimal, memory: tuple[Decimal, Decimal]
) -> tuple[Decimal, tuple[Decimal, Decimal]]:
    """One component of a step, from the formulas of the papers."""
    (m, v), D = memory, Decimal
    eta = D(rule.rate(t))
    match rule:
        case gd.GD():
            return eta * g, (m, v)
        case gd.Nesterov(momentum=beta):
            m = D(beta) * m + g
            return eta * (g + D(beta) * m), (m, v)
        case gd.Momentum(momentum=beta):
            m = D(beta) * m + g
            return eta * m, (m, v)
        case gd.AdaGrad(eps=eps):
            v += g * g
            return eta * g / (v.sqrt() + D(eps)), (m, v)
        case gd.RMSProp(alpha=alpha, eps=eps):
            v = D(alpha) * v + (1 - D(alpha)) * g * g
            return eta * g / (v.sqrt() + D(eps)), (m, v)
        case gd.Adam(betas=(beta1, beta2), eps=eps):
            m, v = D(beta1) * m + (1 - D(beta1)) * g, D(beta2) * v + (1 - D(beta2)) * g * g
            root = (v / (1 - D(beta2) ** (t + 1))).sqrt() + D(eps)
            decay = D(rule.weight_decay) if isinstance(rule, gd.AdamW) else D(0)
            return eta * m / (1 - D(beta1) ** (t + 1)) / root + eta * decay * w, (m, v)
    raise NotImplementedError(rule)


def largest_difference(path: NDArray[Any], reference: NDArray[Any]) -> float:
    """Over all steps, the norm of the difference, in eps of the largest weights so far."""
    size = np.maximum.accumulate(np.linalg.norm(reference, axis=1))
    return float(np.max(np.linalg.norm(path - reference, axis=1) / size) / np.finfo(reference.dtype).eps)
