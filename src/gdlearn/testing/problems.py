"""Small problems that hide nothing: not centred, p other than 2, weights away from zero, several shapes.

Centred data, or weights of 0, make wrong gradients look right; with p = 2 a missing factor 2 and a division by p are
the same number. Every problem is made once and shared by all checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from gdlearn.arrays import FloatArray, frozen
from gdlearn.batches import Batches, InOrder, Shuffled
from gdlearn.data import generator
from gdlearn.descent import FULL
from gdlearn.objectives import L2, MLP, Convention, Huber, Logistic, MeanSquaredError, Objective, Poisson, Softmax
from gdlearn.optimizers import GD, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp

SEED = 20261


@dataclass(frozen=True, eq=False)
class Case:
    """An objective and a place.

    Attributes:
        name: what sentences call it: "logistic (6, 3)".
        objective: with its data on the host, read-only.
        w: the weights, shape (p,), read-only.
    """

    name: str
    objective: Objective
    w: FloatArray

    def at(self, w: FloatArray, where: str) -> Case:
        """The same objective at another place."""
        return Case(f"{self.name} {where}", self.objective, frozen(np.array(w, dtype=np.float64)))

    def on_rows(self, rows: slice | list[int], called: str) -> Case:
        """The same place, with some of the rows."""
        index = rows if isinstance(rows, slice) else np.array(rows)
        return Case(f"{self.name}, {called}", self.objective.rows(index), self.w)


def _with_penalty(X: FloatArray, y: FloatArray) -> Objective:
    return L2(MeanSquaredError(X, y), strength=0.3)


# By name: the objective of X (n, p) and of targets y, which are about X w plus noise.
KINDS: dict[str, Callable[[FloatArray, FloatArray], Objective]] = {
    **{
        f"mse {c}": lambda X, y, c=c: MeanSquaredError(X, y, c)  # type: ignore[misc]  # c is bound now, not later
        for c in Convention
    },
    "l2": _with_penalty,
    "huber": lambda X, y: Huber(X, y, delta=0.75),
    "logistic": lambda X, y: Logistic(X, frozen((y > np.median(y)).astype(np.float64))),
    "softmax": lambda X, y: Softmax(X, frozen((np.argsort(np.argsort(y)) % 3).astype(np.float64)), classes=3),
    "poisson": lambda X, y: Poisson(X, frozen(np.floor(np.abs(y)))),
    "mlp": lambda X, y: MLP(X, y, hidden=2),
}
MEANS = ("mse mean", "l2", "huber", "logistic", "softmax", "poisson", "mlp")  # one of each


@cache
def case(kind: str, n: int, p: int) -> Case:
    """The problem of a kind with n samples and p columns, the last of them ones: always the same numbers."""
    rng = generator(SEED + 100 * n + p)
    X = np.column_stack([rng.normal(1.0, 0.7, (n, p - 1)), np.ones(n)])
    y = X @ rng.normal(1.0, 0.5, p) + rng.normal(size=n)
    objective = KINDS[kind](frozen(X), frozen(y))
    return Case(f"{kind} ({n}, {p})", objective, frozen(rng.normal(0.6, 0.4, objective.size)))


def cases(kinds: Iterable[str], *shapes: tuple[int, int]) -> list[Case]:
    """One problem for every kind and shape."""
    return [case(kind, *shape) for kind in kinds for shape in shapes]


SQUARE, TALL, WIDE = (4, 4), (9, 3), (6, 7)
ALL = [*cases(KINDS, TALL), *cases(MEANS, SQUARE), *cases(("mse mean", "logistic"), WIDE)]


@dataclass(frozen=True)
class Walk:
    """A whole descent.

    Attributes:
        kind: the kind of objective.
        optimizer: the update rule, slow enough that no rounding error grows much.
        batches: the rows of every step.
    """

    kind: str
    optimizer: Optimizer
    batches: Batches = FULL

    @property
    def name(self) -> str:
        """What sentences call it: "logistic with Adam"."""
        return f"{self.kind} with {type(self.optimizer).__name__}"


STEPS = 30
# Every objective and every optimiser once with all rows and once with some; which meets which does not matter here.
WALKS = (
    Walk("mse mean", GD(0.05)),
    Walk("l2", Nesterov(0.01, momentum=0.8)),
    Walk("huber", Momentum(0.02, momentum=0.8)),
    Walk("logistic", Adam(0.05, eps=1e-3)),  # a large eps: its place in the formula then shows
    Walk("softmax", RMSProp(0.01, alpha=0.9, eps=1e-3)),
    Walk("poisson", AdaGrad(0.05, eps=1e-3)),
    Walk("mlp", AdamW(0.02, eps=1e-3, weight_decay=0.1)),
)
BATCHED_WALKS = tuple(
    Walk(kind, walk.optimizer, InOrder(5) if i % 2 else Shuffled(5, seed=i))
    for i, (kind, walk) in enumerate(zip((*MEANS[3:], *MEANS[:3]), WALKS, strict=True))
)
