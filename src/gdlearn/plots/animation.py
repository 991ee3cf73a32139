"""The descent as a picture that can move."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gdlearn.arrays import FloatArray
from gdlearn.atomic import atomic_write
from gdlearn.data import Dataset
from gdlearn.errors import InputError
from gdlearn.objectives import Objective
from gdlearn.palette import REFERENCE, WEIGHTS
from gdlearn.plots.path import mark_ends
from gdlearn.plots.residuals import sample
from gdlearn.plots.runs import chosen_steps, over_steps
from gdlearn.plots.style import mosaic
from gdlearn.plots.surface import draw_ellipses, window
from gdlearn.theory import least_squares
from gdlearn.trajectory import Trajectory

FRAMES, SECONDS, POINTS = 60, 8.0, 120
LENGTH = 1000.0  # of the path, in the unit that its dashes are counted in
DPI = 72  # one unit of an SVG document is a point


@dataclass(frozen=True)
class Animation:
    """An SVG document whose still frame shows the end; it moves when its `<animate>` elements are begun.

    Attributes:
        svg: the whole document.
    """

    svg: str

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg

    def save(self, path: Path | str) -> None:
        """Write the document into a file.

        Raises:
            InputError: if the file cannot be written.
        """
        with atomic_write(Path(path)) as file:
            file.write(self.svg.encode())


def animate_descent(
    dataset: Dataset, objective: Objective, run: Trajectory, frames: int = FRAMES, seconds: float = SECONDS
) -> Animation:
    """The line that turns towards the data, the path that grows over the contours, and the loss that falls.

    Matplotlib draws the end of the descent. Into the four things that move go `<animate>` elements with what they are
    at earlier steps. None begins by itself: a page begins them when its reader asks for it.

    Args:
        dataset: data with one feature.
        objective: a quadratic objective of two weights, on these data.
        run: a descent on it.
        frames: at most so many steps are shown, 2 or more: all of the first ones, then ever fewer (`chosen_steps`).
        seconds: how long it takes.

    Returns:
        The animation; a notebook or a page of this course shows it by itself.

    Raises:
        InputError: if there are not two weights, or the loss rises above its start.

    Examples:
        >>> import gdlearn as gd
        >>> data = gd.line()
        >>> objective = gd.MeanSquaredError(data.X, data.y)
        >>> run = gd.record(objective, [0, 0], gd.get_backend("numpy"), gd.GD(0.02), 200)
        >>> animate_descent(data, objective, run).svg.count("<animate ")
        6
    """
    if objective.size != 2 or len(dataset.features) != 1:
        raise InputError(f"the objective has {objective.size} weights; the animation shows 2, of 1 feature and a bias.")
    if run.first_increase is not None:
        raise InputError(f"the loss rises above its start at step {run.first_increase}; animate a descent.")
    figure, axes = mosaic("ab;cc", height=4.3, height_ratios=[2.1, 1])
    ends = np.array([dataset.X[:, 0].min(), dataset.X[:, 0].max()])
    steps = chosen_steps(len(run), frames)
    _draw_data(axes["a"], dataset, ends, run)
    _draw_path(axes["b"], dataset, objective, run)
    _draw_loss(axes["c"], run)
    document = _document(figure)
    # From here on the layout stands: where a value lies in the picture can be asked.
    lines = [_pixels(axes["a"], np.column_stack([ends, w[0] * ends + w[1]])) for w in run.weights[steps]]
    path = _pixels(axes["b"], run.weights)
    length = np.append(0, np.hypot(*np.diff(path, axis=0).T).cumsum())
    ahead = LENGTH * (1 - length / length[-1])[steps] if length[-1] > 0 else np.zeros(len(steps))
    losses = _pixels(axes["c"], np.column_stack([steps, run.loss[steps]]))
    moves: list[tuple[str, str, dict[str, list[str]]]] = [
        ("moving-line", "path", {"d": ["M {:.2f} {:.2f} L {:.2f} {:.2f}".format(*line.ravel()) for line in lines]}),
        ("growing-path", "path", {"stroke-dashoffset": [f"{value:.2f}" for value in ahead]}),
        ("moving-weights", "use", _places(path[steps])),
        ("moving-loss", "use", _places(losses)),
    ]
    document = _edit(document, "growing-path", "path", {"pathLength": f"{LENGTH:g}", "stroke-dasharray": f"{LENGTH:g}"})
    for gid, tag, values in moves:
        document = _animate(document, gid, tag, values, seconds)
    return Animation(document)


def _draw_data(axes: Axes, dataset: Dataset, ends: FloatArray, run: Trajectory) -> None:
    rows = sample(len(dataset), POINTS)
    axes.plot(dataset.X[rows, 0], dataset.y[rows], ".", color=REFERENCE, markersize=3)
    slope, bias = run.weights[-1]
    axes.plot(ends, slope * ends + bias, color=WEIGHTS, linewidth=2.2, gid="moving-line")
    axes.set(title="The line", xlabel=dataset.features[0], ylabel=dataset.target)


def _draw_path(axes: Axes, dataset: Dataset, objective: Objective, run: Trajectory) -> None:
    bottom = least_squares(objective)
    shown = window([run], bottom)
    draw_ellipses(axes, objective, shown, levels=8)
    mark_ends(axes, run.weights[0], bottom)
    axes.plot(*run.weights.T, color=WEIGHTS, linewidth=1.4, gid="growing-path")
    axes.plot(*run.weights[-1:].T, "o", color=WEIGHTS, markersize=5, gid="moving-weights")
    axes.set(xlim=(shown.low[0], shown.high[0]), ylim=(shown.low[1], shown.high[1]))
    names = dataset.columns
    axes.set(title="The weights", xlabel=f"weight of {names[0]}", ylabel=f"weight of {names[1]}")


def _draw_loss(axes: Axes, run: Trajectory) -> None:
    axes.plot(run.loss, color=REFERENCE, linewidth=1.2)
    axes.plot([len(run) - 1], run.loss[-1:], "o", color=WEIGHTS, markersize=5, gid="moving-loss")
    over_steps(axes, "", "loss")
    axes.set_yscale("log")


def _document(figure: Figure) -> str:
    file = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "gdlearn", "path.simplify": True}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return file.getvalue()


def _pixels(axes: Axes, points: FloatArray) -> FloatArray:
    """Points (rows, 2) of the axes in the units of the document, whose y grows downwards."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    pixels = axes.transData.transform(points) * (DPI / figure.dpi)
    return np.column_stack([pixels[:, 0], figure.get_figheight() * DPI - pixels[:, 1]])


def _places(points: FloatArray) -> dict[str, list[str]]:
    return {name: [f"{value:.2f}" for value in column] for name, column in zip("xy", points.T, strict=True)}


def _animate(document: str, gid: str, tag: str, values: dict[str, list[str]], seconds: float) -> str:
    """The values at every chosen step as `<animate>` elements, and the last ones as what stands still."""
    timing = f'dur="{seconds:g}s" begin="indefinite" fill="freeze"'
    inside = "".join(f'<animate attributeName="{k}" values="{";".join(v)}" {timing}/>' for k, v in values.items())
    return _edit(document, gid, tag, {name: v[-1] for name, v in values.items()}, inside)


def _edit(document: str, gid: str, tag: str, attributes: dict[str, str], inside: str = "") -> str:
    """Set attributes of the first element of that tag inside the group `gid`, and put something inside it."""
    found = re.search(rf'<g id="{gid}">.*?(<{tag}\b[^>]*?)/>', document, flags=re.DOTALL)
    assert found  # every group was drawn with its gid
    changed = found[1]
    for name, value in attributes.items():
        changed = re.sub(rf'\s{name}="[^"]*"', "", changed) + f' {name}="{value}"'
    closed = f"{changed}>{inside}</{tag}>" if inside else f"{changed}/>"
    return document[: found.start(1)] + closed + document[found.end() :]
