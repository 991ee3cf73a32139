"""gdlearn compare: the main job."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdlearn.atomic import atomic_write
from gdlearn.cli.compressing import bytes_of, saved
from gdlearn.cli.compressing import compress as compress_rows
from gdlearn.cli.descent import Descent
from gdlearn.cli.outputs import check_folder
from gdlearn.cli.problem import Problem
from gdlearn.cli.ranks import load, on_every_rank, shared, written
from gdlearn.cli.task import Flag
from gdlearn.cli.terminal import method_text, patient_bar, table, vector
from gdlearn.descent import FULL
from gdlearn.difference import Difference, short
from gdlearn.distributed import Alone, Group
from gdlearn.distributed.checkpoint import close, remembering
from gdlearn.distributed.group import together
from gdlearn.errors import InputError
from gdlearn.experiment import Experiment, experiment
from gdlearn.summary import describe, summary
from gdlearn.theory import unit_roundoff
from gdlearn.trajectory import milestones

QUANTITIES = ("loss", "weights", "gradient")  # in the order of the columns
WIDEST = 4  # weights that have a column each; more have a row each
LONGEST_LIST = 30  # weights that the table of the recovered line shows


def compare(
    *,
    problem: Problem | None = None,
    descent: Descent | None = None,
    compress: Flag = False,
    distributed: Flag = False,
    checkpoint: Path | None = None,
    out: Path | None = None,
    force: Flag = False,
) -> int:
    """Run one descent on several backends and check, step by step, that they agree.

    NumPy uses the gradient that a person derived, PyTorch the one that autograd derives. They agree if they differ by
    rounding alone, and how much rounding allows is computed from the precision, the size of the data and the number
    of steps. Exit status: 0 they agree, 1 they do not, 2 the input cannot be used.

    Args:
        problem: Which data, which loss, which backends.
        descent: How to descend.
        compress: Take the sum over the rows once, before the descent: squared errors of all rows become those of one
            row more than there are weights, with the same loss and gradient everywhere. Then a step no longer depends
            on the number of rows.
        distributed: Share the rows between the processes that torchrun starts, as in torchrun --nproc-per-node 2 -m
            gdlearn compare --distributed. Each reads its own rows; the first one reports.
        checkpoint: File that is kept up to date with the steps so far; the same command goes on from there. Every
            backend but the first has a file of its own beside it.
        out: Folder for the figure (compare.png), the trajectories (trajectory-BACKEND.npz) and all numbers
            (compare.json).
        force: Replace files that are there.
    """
    options = Options(problem or Problem(), descent or Descent(), compress, checkpoint, out, force)
    return on_every_rank(options.run) if distributed else options.run(Alone())


class Options(NamedTuple):
    """What was asked for."""

    problem: Problem
    descent: Descent
    compress: bool
    checkpoint: Path | None
    out: Path | None
    force: bool

    def run(self, group: Group) -> int:
        """Descend, compare, show: on every rank in the same way, but only rank 0 is heard."""
        console = Console(quiet=group.rank > 0)
        together(group, lambda: self.check() if group.rank == 0 else None)  # rank 0 writes
        result, about = self.result(group)
        show(result, console, about)
        if self.out is not None:
            for path in written(partial(write, result), self.out, group):
                console.print(f"wrote {path}", highlight=False)
        else:
            console.print("Add --out DIR for the figure, the trajectories and all numbers.", style="dim")
        return 0 if result.agree else 1

    def check(self) -> None:
        """Refuse to write over what is there, before anything is computed."""
        ways = [(backend.name, backend.method) for backend in self.problem.load_backends()]
        check_folder(self.out, outputs(ways), force=self.force)

    def result(self, group: Group) -> tuple[Experiment, str]:
        """The experiment, and what has to be said about how it was made."""
        problem, descent = self.problem, self.descent
        dataset, objective, start, backends = load(problem, group)
        whole, about = None, ""
        if self.compress:
            if descent.batch_size is not None:
                raise InputError("--compress leaves no samples to draw batches from; leave out --batch-size.")
            whole, (objective, found) = objective, compress_rows(objective)
            about = saved(found, bytes_of(whole), objective.nbytes)
        rule = group.gather(descent.rule(objective, start))[0]  # that of rank 0, should processors round differently
        steps = descent.updates(len(objective))
        watch = patient_bar(Console(stderr=True), "descending", steps + 1) if group.rank == 0 else iter
        kept = remembering(shared(backends, objective, group), self.checkpoint, group)
        batches = descent.batches(problem.seed)
        try:
            return experiment(dataset, objective, start, kept, rule, steps, batches, watch, whole), about
        finally:
            close(kept)


def show(result: Experiment, console: Console, about: str = "") -> None:
    """Print the problem, the steps side by side, what was checked, the verdict and the recovered line."""
    objective, run = result.objective, result.runs[0]
    near = " near the start" if result.local else ""
    rows = "" if run.batches == FULL else f", {describe(run.batches)}"
    console.print(Text(result.dataset.title, style="bold"))
    console.print(
        f"{len(objective)} samples, {objective.size} weights (the bias last), {run.dtype}\n"
        f"{describe(objective)}\n"
        f"{result.steps} steps of {describe(result.optimizer)}{rows}\n"
        f"largest stable learning rate 2/λmax = {short(result.stable)}{near}, "
        f"condition number {short(result.condition)}{'' if result.quadratic else ' at the start'}",
        highlight=False,
        soft_wrap=True,
    )
    if about:
        console.print(about, highlight=False, soft_wrap=True)
    for block in (steps_table(result), checks_table(result), lines_table(result)):
        console.print()
        console.print(block)
    console.print()
    show_verdict(result, console)


def show_verdict(result: Experiment, console: Console) -> None:
    """One line if all is well; otherwise one line for whatever is not."""
    names = ", ".join(run.label for run in result.runs)
    if result.agree:
        closest = max(check.share for check in result.checks.values())
        verdict = Text(f"AGREE: {names}", style="bold green")
        verdict.append(
            f": every step differs by rounding alone, by {closest:.1%} of what it allows at most.", "not bold"
        )
        console.print(verdict)
        return
    console.print(Text(f"DISAGREE: {names}", style="bold red"))
    for comparison in result.comparisons:
        if not comparison.agree:
            console.print(f"  {comparison}", highlight=False)
    for title, check in result.checks.items():
        if not check.within:
            console.print(f"  {title}: {check.sentence(result.names)}.", highlight=False)


def steps_table(result: Experiment) -> Table:
    """Loss, weights and gradient of every backend at the first steps and at 10, 100, 1000, ..."""
    title = "Side by side (apart: in eps, of what rounding allows)"
    grid = table("step", "", "loss", "weights", "gradient", title=title, right=("step",))
    for t in milestones(result.steps):
        for run in (run for run in result.runs if t < len(run)):
            numbers = (f"{run.loss[t]:.8g}", vector(run.weights[t], 6), vector(run.gradient[t], 3))
            grid.add_row(str(t) if run is result.runs[0] else "", method_text(run.backend, run.method), *numbers)
        if here := [c for c in result.comparisons if t < len(c.weights.size)]:
            grid.add_row("", "apart", *(furthest([getattr(c, q) for c in here], t) for q in QUANTITIES), style="dim")
        grid.add_section()
    return grid


def furthest(differences: list[Difference], t: int) -> str:
    """Of several backends the one that is furthest from the first at step t: how far, and how far it may be."""
    largest = max(differences, key=lambda d: d.size[t].max())
    size, bound = (largest.in_eps(values[t].max()) for values in (largest.size, largest.bound))
    return f"{short(size)} of {short(bound)}"


def checks_table(result: Experiment) -> Table:
    """Everything that was held against something else: the largest difference, and what rounding allows there."""
    numbers = ("difference", "at step", "allowed", "used")
    grid = table(f"{result.runs[0].backend} against", *numbers, title="How close, in eps", right=numbers)
    for title, check in result.checks.items():
        size, bound = (check.in_eps(values[check.largest]) for values in (check.size, check.bound))
        used = Text(f"{short(100 * check.share)} %", style="green" if check.within else "bold red")
        grid.add_row(title, short(size), str(check.largest[0]), short(bound), used)
    spacing = f"{2 * unit_roundoff(result.runs[0].dtype):.2g}"
    grid.caption = f"1 eps: {spacing} times the largest value of the quantity in the run"
    return grid


def lines_table(result: Experiment) -> Table:
    """The recovered weights beside the true ones and those of the minimum, where these are known."""
    lines, names = result.lines(), result.names
    units = " (in the units of the data)" if names == result.dataset.columns else ""
    title = f"The recovered weights{units}"
    if len(names) <= WIDEST:
        grid = table("weight of", *names, title=title, right=names)
        for label, w in lines.items():
            grid.add_row(label, *(f"{value:.8g}" for value in w))
        return grid
    heads = [label.partition(" (")[0] for label in lines]
    grid = table("weight of", *heads, title=title, right=heads)
    for j, name in enumerate(names[:LONGEST_LIST]):
        grid.add_row(name, *(f"{w[j]:.6g}" for w in lines.values()))
    if len(names) > LONGEST_LIST:
        grid.caption = f"... and {len(names) - LONGEST_LIST} more, which --out writes into compare.json"
    return grid


def outputs(ways: list[tuple[str, str]]) -> list[str]:
    """The names of the files for these backends and their methods: a figure, a trajectory for each, and all numbers."""
    names = [name for name, _ in ways]  # the same twice, where one uses the formula
    files = [name if names.count(name) == 1 else f"{name}-{method.replace(' ', '-')}" for name, method in ways]
    return ["compare.png", *(f"trajectory-{file}.npz" for file in files), "compare.json"]


def write(result: Experiment, out: Path) -> list[Path]:
    """Write the figure, the trajectories and all numbers into a folder; the paths written."""
    from gdlearn.plots import draw_experiment, save_figure  # matplotlib: a third of a second, only where it is used

    paths = [out / name for name in outputs([(run.backend, run.method) for run in result.runs])]
    save_figure(draw_experiment(result), paths[0])
    for run, path in zip(result.runs, paths[1:-1], strict=True):
        run.save(path)
    with atomic_write(paths[-1]) as file:
        file.write(json.dumps(summary(result), indent=2, allow_nan=False).encode())
    return paths
