"""Every objective beside the loss that PyTorch itself ships: two authors, one formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

import gdlearn as gd
from gdlearn.arrays import FloatArray

CLASSES, HIDDEN, DELTA, STRENGTH = 3, 4, 0.7, 0.3
Reference = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


class Case(NamedTuple):
    """How an objective is made, and the same loss of w, X and y by somebody else."""

    make: Callable[[Any, Any], gd.Objective]
    targets: Callable[[np.random.Generator, FloatArray], FloatArray]  # drawn for predictions z (n,)
    reference: Reference


def noisy(rng: np.random.Generator, z: FloatArray) -> FloatArray:
    return z + rng.normal(size=len(z))


def coins(rng: np.random.Generator, z: FloatArray) -> FloatArray:
    return rng.integers(0, 2, len(z)).astype(float)


def classes(rng: np.random.Generator, z: FloatArray) -> FloatArray:
    return rng.integers(0, CLASSES, len(z)).astype(float)


def counts(rng: np.random.Generator, z: FloatArray) -> FloatArray:
    return rng.poisson(2.0, len(z)).astype(float)


def cross_entropy(w: torch.Tensor, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(X @ w.reshape(-1, CLASSES), y.long())


def poisson(w: torch.Tensor, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return functional.poisson_nll_loss(X @ w, y, log_input=True, full=False)


def network(w: torch.Tensor, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """By `torch.nn.functional.linear`, whose weights are (out, in)."""
    first, v, b = w[: -HIDDEN - 1].reshape(-1, HIDDEN), w[-HIDDEN - 1 : -1], w[-1:]
    hidden = functional.linear(X[:, :-1], first[:-1].T, first[-1]).tanh()
    return functional.mse_loss(functional.linear(hidden, v[None], b)[:, 0], y)


PLAIN = {
    "mse": Case(gd.MeanSquaredError, noisy, lambda w, X, y: functional.mse_loss(X @ w, y)),
    "huber": Case(
        lambda X, y: gd.Huber(X, y, DELTA), noisy, lambda w, X, y: functional.huber_loss(X @ w, y, delta=DELTA)
    ),
    "logistic": Case(gd.Logistic, coins, lambda w, X, y: functional.binary_cross_entropy_with_logits(X @ w, y)),
    "softmax": Case(lambda X, y: gd.Softmax(X, y, CLASSES), classes, cross_entropy),
    "poisson": Case(gd.Poisson, counts, poisson),
    "mlp": Case(lambda X, y: gd.MLP(X, y, HIDDEN), noisy, network),
}
BIASES = {  # the last component alone, for all others
    "softmax": [*range(-CLASSES, 0)],
    "mlp": [*range(-2 * HIDDEN - 1, -HIDDEN - 1), -1],
}


def with_penalty(name: str, case: Case) -> Case:
    """The same case under L2, whose weights without biases are chosen here once more."""

    def reference(w: torch.Tensor, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        price = torch.full_like(w, STRENGTH / 2)
        price[BIASES.get(name, [-1])] = 0
        return case.reference(w, X, y) + (price * w.square()).sum()

    return Case(lambda X, y: gd.L2(case.make(X, y), STRENGTH), case.targets, reference)


ZOO = PLAIN | {f"L2 {name}": with_penalty(name, case) for name, case in PLAIN.items()}
SHAPES = [(1, 1), (7, 2), (3, 5), (64, 6), (300, 9)]


class Drawn(NamedTuple):
    """An objective on the host, weights that are not 0, and the same loss by PyTorch."""

    objective: gd.Objective
    w: FloatArray
    reference: Reference
    X: FloatArray
    y: FloatArray

    def by_torch(self, w: FloatArray, dtype: str = "float64") -> tuple[float, FloatArray]:
        """Loss and gradient by PyTorch's own function and autograd."""
        v, X, y = (torch.tensor(a, dtype=getattr(torch, dtype)) for a in (w, self.X, self.y))
        loss = self.reference(v.requires_grad_(), X, y)
        (gradient,) = torch.autograd.grad(loss, v)
        return loss.item(), gradient.double().numpy()


def draw(name: str, n: int, d: int, seed: int = 0) -> Drawn:
    """Columns of unequal size, neither centred nor scaled; weights that make predictions of about 1."""
    rng, case = np.random.default_rng([n, d, seed]), ZOO[name]
    scales = 10.0 ** rng.uniform(-1, 1, d)
    X = np.column_stack([rng.normal(1.0, 1.0, (n, d)) * scales, np.ones(n)])
    slopes = np.append(rng.normal(1.0, 1.0, d) / scales / d, 0.5)
    y = case.targets(rng, X @ slopes)
    objective = case.make(X, y)
    w = rng.normal(0.0, 1.0, objective.size) / d
    if objective.size == d + 1:
        w = slopes + np.append(rng.normal(0.0, 0.3, d) / scales, 0.3)
    return Drawn(objective, w, case.reference, X, y)
