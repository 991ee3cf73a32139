"""gdlearn bench: what a step costs on this machine, next to what others would use."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gdlearn.backends import get_backend
from gdlearn.benchmark import CONTESTANTS, NOTEBOOK, Case, Contestant, Race, Report, Role, measure, on_device, report
from gdlearn.benchmark.case import shape_of
from gdlearn.benchmark.units import duration, short, size
from gdlearn.cli.outputs import check_folder
from gdlearn.cli.task import Flag, Whole, split
from gdlearn.cli.terminal import table
from gdlearn.errors import InputError
from gdlearn.machine import cores

LEGEND = """\
a step: the median of the rounds; of another algorithm, a whole epoch or fit
as fast: how many times as fast as the loop of a notebook, in the same round
half within: between these lie half of the rounds
floor: the time to read X once, as a share of the time of a step
reads: how often a step reads X
(1000): so many steps, with everything that comes before the first counted in"""


def bench(
    *,
    case: str = "1000x2,100000x10",
    dtype: str = "float64",
    threads: str | None = None,
    rounds: Whole = 5,
    turn: float = 0.06,
    device: str = "cpu",
    out: Path | None = None,
    show: Path | None = None,
    force: Flag = False,
) -> int:
    """Measure what a step of full-batch descent costs: gdlearn, PyTorch, JAX, scikit-learn, and the floor.

    All contestants take the same steps on the same data and keep the loss of each. Every one has a process of its own,
    its weights are checked against the formula, and then they take turns. Times belong to this machine; ratios carry
    over to others. The machine should have nothing else to do meanwhile.

    Args:
        case: Samples x weights, separated by commas.
        dtype: Precision of the arithmetic; both with float64,float32.
        threads: Threads of every contestant, separated by commas; as many as there are cores if left out.
        rounds: How often everybody has a turn.
        turn: Seconds of a turn; one step is taken at least.
        device: Device on which PyTorch takes part too, for example cuda.
        out: Folder for all numbers (bench.json) and the figure (bench.png).
        show: Show the bench.json of an earlier run again, and measure nothing.
        force: Replace files that are there.
    """
    console = Console()
    if show is not None:
        for race in Report.load(show).races:
            show_race(race, console)
        console.print(LEGEND, style="dim", highlight=False)
        return 0
    check_folder(out, ["bench.json", "bench.png"], force=force)
    if device != "cpu":
        get_backend("torch", device=device)  # refuses a device that there is not
    contestants = (*CONTESTANTS, *(on_device(device) if device != "cpu" else ()))
    races = []
    for one in cases(case, dtype, threads):
        races.append(watched(one, contestants, rounds, turn))
        show_race(races[-1], console)
        if out is not None:
            report(races).save(out / "bench.json")  # after every case, since the next one may take minutes
    console.print(LEGEND, style="dim", highlight=False)
    if out is not None:
        draw(races, out / "bench.png")
        console.print(f"wrote {out / 'bench.json'}\nwrote {out / 'bench.png'}", highlight=False, soft_wrap=True)
    else:
        console.print("Add --out DIR for the figure and all numbers.", style="dim")
    return 0


def cases(shapes: str, dtypes: str, threads: str | None) -> list[Case]:
    """All that were asked for; each is checked before the first is measured.

    Raises:
        InputError: if one of them is no case, or wants more threads than there are cores.
    """
    most = cores()
    counts = [most] if threads is None else [int(one) if one.isdecimal() else 0 for one in split(threads)]
    if not counts or not all(1 <= count <= most for count in counts):
        raise InputError(
            f"--threads is {threads!r}; there are {most} cores here, so use whole numbers from 1 to {most}."
        )
    every = product(split(shapes), split(dtypes), counts)
    found = [Case(*shape_of(shape), dtype, count) for shape, dtype, count in every]
    if not found:
        raise InputError("--case and --dtype must each name one or more, such as --case 100000x10 --dtype float64.")
    return found


def watched(case: Case, contestants: Sequence[Contestant], rounds: int, turn: float) -> Race:
    """A race, and on a terminal a line that says how far it is."""
    with Console(stderr=True).status(str(case)) as status:
        return measure(case, contestants, rounds, turn, lambda now: status.update(f"{case}: {now}"))


def show_race(race: Race, console: Console) -> None:
    """Print the floor, who took what, and who was left out."""
    floor = race.floor()
    console.print(f"{race.case}", style="bold", highlight=False)
    console.print(
        f"X: {size(race.case.nbytes)}, read once in {duration(race.cost(floor).median)}, "
        f"at {size(race.rate(floor))} a second ({floor}): the floor.",
        highlight=False,
        soft_wrap=True,
    )
    console.print(costs(race))
    for name, reason in race.left_out.items():
        console.print(f"without {name}: {reason}", style="dim", highlight=False, soft_wrap=True)
    console.print()


def costs(race: Race) -> Table:
    """A row for every contestant; the other algorithms stand apart."""
    numbers = ("a step", "as fast", "half within", "floor", "reads")
    grid = table("", *numbers, right=numbers)
    for role in (Role.DESCENT, Role.OTHER):
        for name in race.names:
            if race.contestant(name).role == role:
                grid.add_row(name, *row(race, name))
        grid.add_section()
    return grid


def row(race: Race, name: str) -> list[str]:
    """The numbers of a contestant; a share of the floor only for one whose steps read X."""
    ratio, readings = race.ratio(name), race.contestant(name).readings
    within = f"{short(ratio.low, 2)}-{short(ratio.high, 2)}" if name != NOTEBOOK.name else ""
    reads = readings and race.contestant(name).role == Role.DESCENT
    share = [f"{100 * race.reached(name).median:.2g} %", str(readings)] if reads else ["", ""]
    return [duration(race.cost(name).median), short(ratio.median), within, *share]


def draw(races: Sequence[Race], path: Path) -> None:
    """Write the figure."""
    from gdlearn.plots import draw_rooflines, save_figure  # matplotlib: a third of a second, only where it is used

    save_figure(draw_rooflines(races), path)
