"""Who takes part: the ways to descend, from the loop of a notebook to a closed form, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Walk = Callable[[int], Any]  # takes so many steps from the start and returns the weights (p,)
Way = Callable[[Any, Any, Any], Walk]  # makes a walk of X (n, p), y (n,) and the starting weights (p,)


class Role(StrEnum):
    """What a contestant is there for."""

    DESCENT = "descent"  # walks through the same weights as all others
    OTHER = "another algorithm"  # answers the same question in another way
    FLOOR = "floor"  # reads X once and does nothing else


class LeftOutError(Exception):
    """Raised by a way that cannot take part here; the message is the reason, as the table shows it."""


@dataclass(frozen=True)
class Contestant:
    """One way to descend, which a process of its own finds and prepares.

    Attributes:
        name: what tables and figures call it.
        way: where it stands, "module:function".
        readings: how often a step reads X, once X is too large for the cache; 0 where a step does not.
        steps: the steps of a turn, where they belong to what is measured (a pass over the data, then so many steps);
            None for as many as fit into a turn.
        role: what it is there for.
        largest: the bytes of X beyond which it takes no part, since one turn would last for minutes; None for no limit.
        device: where it computes; ways that have a choice take it as an argument.
    """

    name: str
    way: str
    readings: int = 1
    steps: int | None = None
    role: Role = Role.DESCENT
    largest: int | None = None
    device: str = "cpu"


NOTEBOOK = Contestant("PyTorch, notebook loop", "gdlearn.benchmark.torch_ways:notebook_loop", 2)
COMPRESSED = Contestant("gdlearn, compressed (1000)", "gdlearn.benchmark.own_ways:compressed", readings=0, steps=1000)
CLOSED_FORM = Contestant(
    "gdlearn, closed form (20000)", "gdlearn.benchmark.own_ways:closed_form", readings=0, steps=20_000
)

CONTESTANTS = (
    NOTEBOOK,
    Contestant("PyTorch, nn.Linear and SGD", "gdlearn.benchmark.torch_ways:modules", 2),
    Contestant("PyTorch, torch.compile", "gdlearn.benchmark.torch_ways:compiled", 2),
    Contestant("JAX, scan, autodiff", "gdlearn.benchmark.jax_ways:autodiff", 2),
    Contestant("JAX, scan, by hand", "gdlearn.benchmark.jax_ways:by_hand", 2),
    Contestant("NumPy, rows contiguous", "gdlearn.benchmark.numpy_ways:rows_contiguous", 2),
    Contestant("NumPy, columns contiguous", "gdlearn.benchmark.numpy_ways:columns_contiguous", 2),
    Contestant("gdlearn, numpy", "gdlearn.benchmark.own_ways:numpy"),
    Contestant("gdlearn, numba", "gdlearn.benchmark.own_ways:numba"),
    Contestant("gdlearn, torch", "gdlearn.benchmark.own_ways:torch", 2),
    Contestant("gdlearn, jax", "gdlearn.benchmark.own_ways:jax", 2),
    COMPRESSED,
    CLOSED_FORM,
    Contestant("sklearn, SGD, an epoch", "gdlearn.benchmark.other_ways:sgd", role=Role.OTHER),
    Contestant("sklearn, Ridge, a fit", "gdlearn.benchmark.other_ways:ridge", role=Role.OTHER),
    Contestant("NumPy, lstsq, a fit", "gdlearn.benchmark.other_ways:lstsq", role=Role.OTHER, largest=200_000_000),
)
FLOORS = (
    Contestant("torch.sum", "gdlearn.benchmark.floors:torch_sum", role=Role.FLOOR),
    Contestant("np.dot", "gdlearn.benchmark.floors:numpy_dot", role=Role.FLOOR),
    Contestant("numba, sum", "gdlearn.benchmark.floors:numba_sum", role=Role.FLOOR),
)
MOVABLE = {
    NOTEBOOK.way,
    "gdlearn.benchmark.own_ways:torch",
    "gdlearn.benchmark.floors:torch_sum",
}


def on_device(device: str) -> tuple[Contestant, ...]:
    """Those of the contestants that can choose, on another device, with their floor there.

    Examples:
        >>> [contestant.name for contestant in on_device("cuda")]
        ['PyTorch, notebook loop, cuda', 'gdlearn, torch, cuda', 'torch.sum, cuda']
    """
    able = [one for one in (*CONTESTANTS, *FLOORS) if one.way in MOVABLE]
    return tuple(replace(one, name=f"{one.name}, {device}", device=device) for one in able)
