"""A small graph in layers: every node below all that it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Edges = list[list[int]]
NARROW = 0.3  # how much room an edge takes that passes a layer, where a node takes 1
SWEEPS = 4


class Layout(NamedTuple):
    """Where the nodes of a graph stand, and which way its edges take.

    Attributes:
        places: for each node its distance from the middle, in widths of a node, and its layer, from 0 at the top.
        routes: for each edge, by child and parent in turn, the places that it passes, both ends included.
        width: of the widest layer, in widths of a node.
        depth: the number of layers.
    """

    places: list[tuple[float, int]]
    routes: dict[tuple[int, int], list[tuple[float, int]]]
    width: float
    depth: int


def layout(parents: Sequence[Sequence[int]]) -> Layout:
    """Place a graph in layers so that few edges cross; the same graph is always placed in the same way.

    The layer of a node is the length of the longest way to it. An edge over several layers gets a place in each of
    them, beside the nodes. Then each layer is put in the order of the mean of its neighbours', down and up in turn.

    Args:
        parents: for each node the numbers of its parents, all smaller than its own.

    Examples:
        >>> layout([[], [0], [0, 1]]).places
        [(0.0, 0), (-0.15, 1), (0.0, 2)]
    """
    rank = _ranks(parents)
    above: Edges = [[] for _ in parents]
    chains: dict[tuple[int, int], list[int]] = {}
    for child, wanted in enumerate(parents):
        for parent in dict.fromkeys(wanted):  # an edge twice has one route
            chain = [parent]
            for layer in range(rank[parent] + 1, rank[child]):
                above.append([chain[-1]])
                rank.append(layer)
                chain.append(len(above) - 1)
            above[child].append(chain[-1])
            chains[child, parent] = [*chain, child]
    rows = _ordered(above, rank)
    real = len(parents)
    widths = [sum(1.0 if node < real else NARROW for node in row) for row in rows]
    place: dict[int, tuple[float, int]] = {}
    for layer, (row, width) in enumerate(zip(rows, widths, strict=True)):
        left = -width / 2
        for node in row:
            own = 1.0 if node < real else NARROW
            place[node] = (round(left + own / 2, 6), layer)
            left += own
    routes = {edge: [place[node] for node in chain] for edge, chain in chains.items()}
    return Layout([place[node] for node in range(real)], routes, max(widths), len(rows))


def _ranks(parents: Sequence[Sequence[int]]) -> list[int]:
    """The layer of each node; a leaf stands right above the first of its children, wherever that is."""
    rank: list[int] = []
    for wanted in parents:
        rank.append(1 + max((rank[parent] for parent in wanted), default=-1))
    for node, wanted in enumerate(parents):
        children = [rank[child] for child, those in enumerate(parents) if node in those]
        if not wanted and children:
            rank[node] = min(children) - 1
    return rank


def _ordered(above: Edges, rank: list[int]) -> list[list[int]]:
    below: Edges = [[child for child, those in enumerate(above) if node in those] for node in range(len(above))]
    rows = [[node for node in range(len(rank)) if rank[node] == layer] for layer in range(max(rank) + 1)]
    for sweep in range(SWEEPS):
        neighbours = below if sweep % 2 else above
        for row in reversed(rows) if sweep % 2 else rows:
            spot = {node: (k + 0.5) / len(line) for line in rows for k, node in enumerate(line)}
            row.sort(key=lambda node: _mean([spot[other] for other in neighbours[node]], spot[node]))
    return rows


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
