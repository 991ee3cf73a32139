"""One backward pass as a graph, drawn from the tape."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from gdlearn.backends.tape import Node
from gdlearn.palette import GRADIENT, REFERENCE, WEIGHTS
from gdlearn.plots.layers import Layout, layout
from gdlearn.plots.style import SMALL, TEXT

WIDTH, ROW = 4.1, 1.0  # inches
KEY = 0.2  # above the first row: what the three lines of a box are
BOX = (1.6, 0.62)
CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}


def draw_graph(result: Node, names: Mapping[Node, str] | None = None) -> Figure:
    """Every operation from the leaves at the top to the result: values go down, gradients come back up.

    Args:
        result: the node that `backward` was called on.
        names: what some of the nodes are called; the others show their operation alone.

    Returns:
        A figure 4.1 inches wide. Each box holds the operation and its shape, the value that went forward, and the
        gradient that came back. A value that was used twice has two lines.

    Examples:
        >>> w = Node(np.array([3.0, 4.0]))
        >>> loss = w @ w
        >>> loss.backward()
        >>> [text.get_text() for text in draw_graph(loss, {w: "w"}).axes[0].texts[1:4]]
        ['w  (2,)', '[3, 4]', '∇ [6, 8]']
    """
    nodes = result.graph()
    number = {node: k for k, node in enumerate(nodes)}
    plan = layout([[number[parent] for parent in node.parents] for node in nodes])
    figure = Figure(figsize=(WIDTH, ROW * plan.depth + KEY))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-WIDTH / 2, WIDTH / 2), ylim=(ROW * plan.depth, -KEY))
    axes.set_axis_off()
    axes.text(0, -KEY / 2, "operation and shape, value, ∇ gradient", fontsize=SMALL, color=REFERENCE, **CENTRED)
    unit = min(WIDTH / plan.width, 1.9)
    for child, node in enumerate(nodes):
        for parent in dict.fromkeys(number[other] for other in node.parents):
            times = sum(number[other] == parent for other in node.parents)
            _draw_edge(axes, plan, (child, parent), unit, times)
    for node, place in zip(nodes, plan.places, strict=True):
        _draw_node(axes, node, (names or {}).get(node, ""), place[0] * unit, ROW * (place[1] + 0.5), unit)
    return figure


def _draw_node(axes: Axes, node: Node, name: str, x: float, y: float, unit: float) -> None:
    width, height = min(BOX[0], unit - 0.12), BOX[1]
    leaf = node.operation == "leaf"
    edge = WEIGHTS if leaf else REFERENCE
    box = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        *(width, height),
        boxstyle="round,pad=0,rounding_size=0.07",
        facecolor="white",
        edgecolor=edge,
        linewidth=1.6 if leaf else 1,
    )
    axes.add_patch(box)
    operation = name if leaf and name else f"{name}: {node.operation}" if name else node.operation
    most = 2 if width > 1.5 else 1
    lines = (
        (f"{operation}  {node.shape}", -0.19, TEXT, "black"),
        (numbers(node.value, most), 0.01, SMALL - 0.5, "black"),
        (f"∇ {numbers(node.gradient, most)}", 0.19, SMALL - 0.5, GRADIENT),
    )
    for text, down, size, tint in lines:
        axes.text(x, y + down, text, fontsize=size, color=tint, **CENTRED)


def _draw_edge(axes: Axes, plan: Layout, edge: tuple[int, int], unit: float, times: int) -> None:
    """From the bottom of the parent to the top of the child, through a place in every layer between them."""
    half = np.array([0, BOX[1] / 2])
    places = [np.array([x * unit, ROW * (layer + 0.5)]) for x, layer in plan.routes[edge]]
    ends = [end for place in places for end in (place - half, place + half)][1:-1]  # straight past the boxes
    for shift in (np.arange(times) - (times - 1) / 2) * 0.3:
        track = [ends[0] + [shift, 0], *ends[1:-1], ends[-1] + [shift, 0]]
        arrow = FancyArrowPatch(path=_smooth(track), arrowstyle="-|>", mutation_scale=9, color=REFERENCE, linewidth=1)
        axes.add_patch(arrow)


def _smooth(points: list[Any]) -> Path:
    """A curve through all points that leaves and reaches every one of them straight down."""
    track, codes = [points[0]], [Path.MOVETO]
    for a, b in pairwise(points):
        bend = np.array([0, (b[1] - a[1]) / 2])
        track += [a + bend, b - bend, b]
        codes += [Path.CURVE4] * 3
    return Path(track, codes)


def numbers(values: Any, most: int) -> str:
    """A value or an array for a small box: one number of three digits, or the first few of two digits.

    Examples:
        >>> numbers(2.345, 2), numbers(np.array([1.0, 2.54, 3.0]), 2), numbers(None, 2)
        ('2.35', '[1, 2.5, …]', 'none')
    """
    if values is None:
        return "none"
    if np.ndim(values) == 0:
        return f"{float(f'{float(values):.3g}'):g}"
    flat = np.ravel(values)
    shown = ", ".join(f"{float(f'{value:.2g}'):g}" for value in flat[:most])
    return f"[{shown}{', …' if len(flat) > most else ''}]"
