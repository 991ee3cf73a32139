"""Reverse-mode automatic differentiation over NumPy arrays: what `backward()` does.

Forward, every operation leaves a node: its value, its parents, and for each parent how a slope flows back to it.
Backward, the nodes are visited from the last to the first, and each one hands its slope on to its parents.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from math import inf
from types import SimpleNamespace
from typing import Any

import numpy as np

from gdlearn.backends.rules import RULES

Infix = Callable[[Any, Any], Any]


def apply(operation: str, *arguments: Any) -> Any:
    """The result of an operation, as a node if there is a node among its arguments."""
    value, *slopes = RULES[operation](*(a.value if isinstance(a, Node) else a for a in arguments))
    edges = [(a, back) for a, back in zip(arguments, slopes, strict=False) if isinstance(a, Node)]
    return Node(value, operation, *edges) if edges else value


def infix(operation: str) -> tuple[Infix, Infix]:
    """The two methods behind an operator: `node + other`, and `other + node` where `other` does not know nodes."""
    return (lambda self, other: apply(operation, self, other)), (lambda self, other: apply(operation, other, self))


class Node:
    """A value that remembers where it came from.

    Args:
        value: a NumPy array or number.
        operation: what made it; "leaf" if nothing did.
        edges: for each parent the node and the function that leads a slope back to it.

    Attributes:
        parents: the nodes that it was computed from.
        gradient: the slope of the loss with respect to the value, same shape; None before `backward`.

    Examples:
        >>> w = Node(np.array([3.0, 4.0]))
        >>> loss = w @ w + w[0]
        >>> loss.backward()
        >>> w.gradient
        array([7., 8.])
        >>> [node.operation for node in loss.graph()]
        ['leaf', '[]', '@', '+']
    """

    __array_ufunc__ = None  # so that `ndarray @ node` asks the node

    def __init__(self, value: Any, operation: str = "leaf", *edges: tuple[Node, Callable[[Any], Any]]) -> None:
        self.value, self.operation, self.edges = value, operation, edges
        self.parents = tuple(parent for parent, _ in edges)
        self.gradient: Any = None

    def graph(self) -> list[Node]:
        """All the nodes that this one was computed from, and itself: parents always before children."""
        order: dict[Node, None] = {}  # a set that keeps the order
        waiting = [self]  # a list instead of recursion, which would end at a depth of a thousand
        while waiting:
            missing = [parent for parent in waiting[-1].parents if parent not in order]
            waiting.extend(missing)
            if not missing:
                order[waiting.pop()] = None
        return list(order)

    def backward(self) -> None:
        """Leave in every node of the graph the gradient of this one, a scalar, with respect to it."""
        order = self.graph()
        for node in order:
            node.gradient = np.zeros_like(node.value)
        self.gradient = np.ones_like(self.value)
        for node in reversed(order):  # children first: their slopes are complete before they are handed on
            for parent, back in node.edges:
                parent.gradient += unbroadcast(back(node.gradient), parent.shape)  # += : a node may be used twice

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return np.shape(self.value)

    @property
    def T(self) -> Any:  # noqa: N802  # the name that every array library uses
        """Rows become columns."""
        return apply("transpose", self)

    def __getitem__(self, key: Any) -> Any:
        return apply("[]", self, key)

    def __neg__(self) -> Any:
        return apply("neg", self)

    def __pow__(self, exponent: float) -> Any:  # of a node in the exponent there is no rule
        return NotImplemented if isinstance(exponent, Node) else apply("**", self, exponent)

    __add__, __radd__ = infix("+")
    __sub__, __rsub__ = infix("-")
    __mul__, __rmul__ = infix("*")
    __truediv__, __rtruediv__ = infix("/")
    __matmul__, __rmatmul__ = infix("@")

    def __len__(self) -> int:
        return len(self.value)

    def __float__(self) -> float:
        return float(self.value)

    def __array_namespace__(self, api_version: str | None = None) -> SimpleNamespace:
        return FUNCTIONS


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Broadcasting copied an element to several places; the slopes of all copies add up."""
    g = np.sum(g, axis=tuple(range(np.ndim(g) - len(shape))))
    stretched = tuple(i for i, (n, wanted) in enumerate(zip(np.shape(g), shape, strict=False)) if n > wanted)
    return np.sum(g, axis=stretched, keepdims=True)


# What `array_namespace(w)` finds: all the functions that an objective may use.
FUNCTIONS = SimpleNamespace(
    __name__=__name__,
    exp=partial(apply, "exp"),
    log=partial(apply, "log"),
    tanh=partial(apply, "tanh"),
    logaddexp=partial(apply, "logaddexp"),
    clip=lambda x, min=-inf, max=inf: apply("clip", x, min, max),  # noqa: A006  # the names of the standard
    sum=lambda x, axis=None, keepdims=False: apply("sum", x, axis, keepdims),
    max=lambda x, axis=None, keepdims=False: apply("max", x, axis, keepdims),
    reshape=lambda x, shape: apply("reshape", x, shape),
    concat=lambda arrays, axis=0: reduce(lambda a, b: apply("concat", a, b, axis), arrays),
    zeros_like=lambda x: np.zeros_like(x.value if isinstance(x, Node) else x),
)
