"""How near every contestant comes to the roof, which is the rate at which the memory can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from gdlearn.benchmark import NOTEBOOK, Race
from gdlearn.benchmark.units import short, size
from gdlearn.palette import AUTOGRAD, BY_HAND, REFERENCE, WEIGHTS
from gdlearn.plots.style import subplots

HEIGHT = 3.9  # inches of one picture, its legend included

# One colour for each way to the gradient, one marker for each contestant
LINES: dict[str, dict[str, Any]] = {
    NOTEBOOK.name: {"color": AUTOGRAD, "marker": "o"},
    "PyTorch, nn.Linear and SGD": {"color": AUTOGRAD, "marker": "s", "linestyle": ":"},
    "JAX, scan, autodiff": {"color": AUTOGRAD, "marker": "^", "linestyle": "--"},
    "NumPy, columns contiguous": {"color": BY_HAND, "marker": "s", "linestyle": ":"},
    "JAX, scan, by hand": {"color": BY_HAND, "marker": "^", "linestyle": "--"},
    "gdlearn, numpy": {"color": BY_HAND, "marker": "o"},
    "gdlearn, numba": {"color": WEIGHTS, "marker": "D"},
}


def draw_roofline(axes: Axes, races: Sequence[Race]) -> None:
    """The bytes of X that a step gets through in a second, over the size of X, under the roof.

    The roof is the floor seen from the other side: reading X once, and nothing else. Whoever reads X twice can come
    half as high, once X is larger than the cache.

    Args:
        axes: where to draw.
        races: cases of one precision and one number of threads.

    Examples:
        >>> from gdlearn.benchmark import CONTESTANTS, Case, Race
        >>> from gdlearn.benchmark.contestant import FLOORS
        >>> from gdlearn.plots import subplots
        >>> rounds = ({"PyTorch, notebook loop": 8000.0, "torch.sum": 2000.0},)
        >>> figure, axes = subplots()
        >>> draw_roofline(axes, [Race(Case(10**6, 10), (CONTESTANTS[0], FLOORS[0]), rounds)])
        >>> [float(y) for y in axes.lines[-1].get_ydata()]
        [10.0]
    """
    ordered = sorted(races, key=lambda race: race.case.nbytes)
    roof = [race.rate(race.floor()) / 1e9 for race in ordered]
    sizes = [race.case.nbytes for race in ordered]
    axes.set(xscale="log", yscale="log", xlabel="bytes of X", ylabel="GB of X in a second")
    axes.plot(sizes, roof, color=REFERENCE, linewidth=1.5, label="the roof: reading X once")
    axes.fill_between(sizes, roof, max(roof) * 4, color=REFERENCE, alpha=0.12, linewidth=0)
    for name, look in LINES.items():
        there = [race for race in ordered if name in race.names]
        if there:
            rates = [race.rate(name) / 1e9 for race in there]
            axes.plot([race.case.nbytes for race in there], rates, label=name, markersize=5, linewidth=1.2, **look)
    axes.set_xlim(min(sizes) / 2, max(sizes) * 2)
    axes.set_ylim(top=max(roof) * 2)
    axes.xaxis.set_major_formatter(lambda nbytes, _: size(nbytes))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.legend()


def draw_rooflines(races: Sequence[Race]) -> Figure:
    """A roofline for every precision and number of threads, under each other.

    Args:
        races: one or more.
    """
    kinds = list(dict.fromkeys((race.case.dtype, race.case.threads) for race in races))
    figure, grid = subplots(rows=len(kinds), height=HEIGHT * len(kinds), squeeze=False)
    for axes, (dtype, threads) in zip(grid[:, 0], kinds, strict=True):
        chosen = [race for race in races if (race.case.dtype, race.case.threads) == (dtype, threads)]
        draw_roofline(axes, chosen)
        axes.set_title(str(chosen[0].case).partition(", ")[2], loc="left")
    return figure


def roofline_in_words(races: Sequence[Race]) -> str:
    """What `draw_roofline` shows, for those who cannot see it; every number is that of the races.

    Args:
        races: those that are drawn.
    """
    ordered = sorted(races, key=lambda race: race.case.nbytes)
    first, last = ordered[0], ordered[-1]
    sentences = [
        f"Gigabytes of X in a second over the bytes of X, from {size(first.case.nbytes)} to {size(last.case.nbytes)}, "
        "on logarithmic axes."
    ]
    for race in (first, last) if first is not last else (first,):
        shown = sorted((name for name in LINES if name in race.names), key=race.rate)
        low, high = shown[0], shown[-1]
        sentences.append(
            f"At {size(race.case.nbytes)} the roof is at {short(race.rate(race.floor()) / 1e9)}; nearest to it is "
            f"{high} with {short(race.rate(high) / 1e9)}, furthest from it {low} with {short(race.rate(low) / 1e9)}."
        )
    return " ".join(sentences)
