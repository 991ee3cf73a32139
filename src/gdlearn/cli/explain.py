"""gdlearn explain: one step of the loop in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import numpy as np
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gdlearn.arrays import FloatArray
from gdlearn.backends import Backend
from gdlearn.cli.descent import Descent
from gdlearn.cli.problem import Problem
from gdlearn.cli.task import Whole
from gdlearn.cli.terminal import STYLES, table
from gdlearn.data import Dataset
from gdlearn.errors import InputError
from gdlearn.explanation import Explanation
from gdlearn.explanation import explain as explain_step
from gdlearn.objectives import Convention, MeanSquaredError
from gdlearn.optimizers import GD
from gdlearn.trajectory import Outcome, record

# How the formulas of each convention are written: what stands before the sum of squares, and before its gradient.
FACTORS = {
    Convention.MEAN: ("1/n ", "2/n "),
    Convention.SUM: ("", "2 "),
    Convention.HALF_MEAN: ("1/2n ", "1/n "),
    Convention.HALF_SUM: ("1/2 ", ""),
}
T = TypeVar("T")
WIDEST = 4  # columns of X that a table shows


class Parts(NamedTuple):
    """A squared error, ready to be taken apart."""

    dataset: Dataset
    objective: MeanSquaredError
    start: FloatArray
    backends: list[Backend]
    optimizer: GD


def explain(
    *, problem: Problem | None = None, learning_rate: float | None = None, step: Whole = 0, rows: Whole = 5
) -> int:
    """Show one step of gradient descent in numbers, by hand and by autograd side by side.

    Every number comes from the backend in whose column it stands; the formula stands above it.

    Args:
        problem: Which data, which loss, which backends; the objective is mse.
        learning_rate: Learning rate; without it three quarters of the largest stable one for these data.
        step: The step to explain, from 0; the steps before it are taken with the first backend.
        rows: How many samples to show.
    """
    if rows < 1:
        raise InputError(f"--rows is {rows}; show at least one sample.")
    parts = squared_error(problem or Problem(), learning_rate)
    w = weights_before(parts, step)
    views = [explain_step(parts.objective, w, backend, parts.optimizer, rows) for backend in parts.backends]
    console, (n, p) = Console(), parts.objective.X.shape
    console.print(Text(f"Step {step} of gradient descent", style="bold"))
    console.print(
        f"{parts.dataset.title}\n{n} samples, {p} weights (the bias last), convention {parts.objective.convention}",
        highlight=False,
    )
    for number, (title, formula, grid) in enumerate(sections(parts, views, step), start=1):
        console.print()
        console.print(Text(f"{number}  {title}", style="bold"))
        console.print(Padding(Text(formula, style="italic"), (0, 0, 0, 3)))
        console.print(grid)
    return 0


def squared_error(problem: Problem, learning_rate: float | None) -> Parts:
    """The problem with its types known; other losses have other steps in between."""
    dataset, objective, start, backends = problem.load()
    if not isinstance(objective, MeanSquaredError):
        raise InputError("explain takes squared error apart; leave --objective and --penalty out.")
    rule = Descent(learning_rate=learning_rate).rule(objective, start)
    return Parts(dataset, objective, start, backends, GD(rule.rate(0)))


def weights_before(parts: Parts, step: int) -> FloatArray:
    """The weights before update `step`, walked to with the first backend."""
    if step < 0:
        raise InputError(f"--step is {step}; steps are counted from 0.")
    run = record(parts.objective, parts.start, parts.backends[0], parts.optimizer, step)
    if run.outcome is Outcome.DIVERGED:
        raise InputError(
            f"the loss is {run.loss[-1]} at step {len(run) - 1}: it diverges; take a smaller learning rate."
        )
    before: FloatArray = run.weights[-1]
    return before


def sections(parts: Parts, views: list[Explanation], step: int) -> Iterable[tuple[str, str, Table]]:
    """Title, formula and numbers of every part of the step, from the data to the new weights."""
    before, of_gradient = FACTORS[parts.objective.convention]
    columns, n = parts.dataset.columns, len(parts.objective)
    rate = parts.optimizer.learning_rate
    yield (
        "The data",
        "X holds one sample a row, the bias column of ones last; y is the target",
        data_table(parts, views),
    )
    yield "The weights before the step", "w", by_component(views, columns, "w")
    yield "The prediction", "ŷ = X w", by_sample(views, "prediction")
    yield "The residual", "r = ŷ − y: how far off, and to which side", by_sample(views, "residual")
    yield "The loss", f"L = {before}Σ r², over all {n} samples", loss_table(views)
    yield (
        "The gradient, sample by sample",
        f"sample i adds {of_gradient}rᵢ xᵢ (by autograd: backward() on that row alone)",
        parts_table(views, columns),
    )
    yield (
        "The gradient",
        f"all {n} samples added up: {of_gradient}Xᵀr (by autograd: L.backward(), then w.grad)",
        by_component(views, columns, "gradient"),
    )
    yield "The update", f"η ∇L, with the learning rate η = {rate:.6g}", by_component(views, columns, "delta")
    yield f"The weights before step {step + 1}", "w ← w − η ∇L", by_component(views, columns, "after")


def data_table(parts: Parts, views: list[Explanation]) -> Table:
    """The first rows of X and y."""
    grid = table("sample", *some(parts.dataset.columns), parts.dataset.target)
    for i in range(len(views[0].prediction)):
        grid.add_row(str(i), *some([f"{x:.6g}" for x in parts.dataset.X[i]]), f"{parts.dataset.y[i]:.6g}")
    return grid


def by_sample(views: list[Explanation], name: str) -> Table:
    """One row for each of the first samples, one column for each backend."""
    grid = side_by_side("sample", views)
    for i, values in enumerate(zip(*(getattr(view, name) for view in views), strict=True)):
        grid.add_row(str(i), *numbers(values))
    return grid


def by_component(views: list[Explanation], columns: tuple[str, ...], name: str) -> Table:
    """One row for each weight, one column for each backend."""
    grid = side_by_side("weight of", views)
    for column, *values in zip(columns, *(getattr(view, name) for view in views), strict=True):
        grid.add_row(column, *numbers(values))
    return grid


def loss_table(views: list[Explanation]) -> Table:
    """The loss of every backend."""
    grid = side_by_side("", views)
    grid.add_row("L", *numbers([view.loss for view in views]))
    return grid


def parts_table(views: list[Explanation], columns: tuple[str, ...]) -> Table:
    """What each of the first samples adds to each component: a row for every pair, a column for each backend."""
    grid = side_by_side("sample", views, "weight of")
    for i, sample in enumerate(np.stack([view.parts for view in views], axis=-1)):
        pairs = zip(columns, sample, strict=True)
        for j, (column, values) in enumerate(some(pairs)):
            grid.add_row(str(i) if j == 0 else "", column, *numbers(values))
    return grid


def side_by_side(first: str, views: list[Explanation], *more: str) -> Table:
    """A table with a column for each backend, in the colour of its method."""
    labels = [f"{view.backend} ({view.method})" for view in views]
    grid = table(first, *more, *labels, right=labels)
    for column, view in zip(grid.columns[1 + len(more) :], views, strict=True):
        column.header_style = column.style = STYLES.get(view.method, "")
    return grid


def numbers(values: Iterable[float]) -> list[str]:
    """Numbers with as many digits as can be compared by eye."""
    return [f"{value:.12g}" for value in values]


def some(columns: Iterable[T]) -> list[T]:
    """The first few of many columns, and the last: the bias."""
    everything = list(columns)
    return everything if len(everything) <= WIDEST else [*everything[: WIDEST - 1], everything[-1]]
