"""gdlearn check-backend: run a backend, one's own or a stranger's, through everything that a backend must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gdlearn.backends import BACKENDS, available_backends, get_backend
from gdlearn.cli.terminal import method_text, patient_bar, table
from gdlearn.errors import InputError

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.difference import Difference
    from gdlearn.testing.candidate import Candidate
    from gdlearn.testing.measure import Measured
    from gdlearn.testing.report import Record

ALL = "all"
GOOD, BAD = Text("✓", style="green"), Text("✗", style="bold red")


def check_backend(*backends: str, measure: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Run backends through everything that a backend must do, and say what was found.

    Every number is held against the formulas, and the largest difference allowed is computed from the precision and
    the data. Exit status: 0 all is as it should be, 1 something is not, 2 the backend cannot be used.

    Args:
        backends: What to check: the name of a backend, a class as package.module:Class or path/to/file.py:Class, or
            "all" for every backend that is installed, with --measure.
        measure: Also measure how far the gradients, and descents of 300 steps, are from the formulas in NumPy.
    """
    from gdlearn.testing.candidate import candidates
    from gdlearn.testing.measure import measure as measured

    if not backends:
        raise InputError("no backend is named; name one to check, such as numpy, mine.py:MyBackend or all.")
    console, watch = Console(), Console(stderr=True)
    # All are found before the first is checked: a wrong name should not wait until the others are done.
    found = [each for name in backends for subject in subjects(name) for each in candidates(subject)]
    columns = [run(each, watch) for each in found]
    ok = all(record.ok for column in columns for record in column)
    (show_all if len({title(each) for each in found}) > 1 else show_one)(found, columns, console)
    if measure or ALL in backends:
        rows = list(measured(found))
        ok = ok and all(row.ok for row in rows)
        for what in ("gradient", "weights"):
            console.print()
            console.print(measured_table(rows, what))
    verdict = Text("PASSED", style="bold green") if ok else Text("FAILED", style="bold red")
    verdict.append(": everything is as it should be." if ok else ": what is red is not as it should be.", "not bold")
    console.print()
    console.print(verdict)
    return 0 if ok else 1


def subjects(name: str) -> Iterator[str | type | Callable[..., object]]:
    """What a name on the command line stands for: one backend, or all of them."""
    from gdlearn.testing.candidate import find_backend

    if name != ALL:
        yield find_backend(name)
        return
    for backend in available_backends():
        if backend.installed:
            yield backend.name
            entry = BACKENDS.get(backend.name)
            if entry and entry.formula not in ("", entry.auto):
                yield partial(get_backend, backend.name, gradient="formula")


def run(candidate: Candidate, console: Console) -> list[Record]:
    """Run all checks of a backend; a bar shows after a while."""
    from gdlearn.testing.backend import BACKEND_CHECKS
    from gdlearn.testing.report import bind

    cases = bind(candidate.label, candidate, BACKEND_CHECKS, {})
    bar = patient_bar(console, f"checking {candidate.label}", len(cases))
    return list(bar(case.record() for case in cases))


def title(candidate: Candidate) -> str:
    """The backend without its dtype: "torch (autograd)"."""
    return f"{candidate.backend.name} ({candidate.backend.method})"


def show_one(found: Sequence[Candidate], columns: Sequence[Sequence[Record]], console: Console) -> None:
    """One backend: what every check found, with a mark for each dtype."""
    dtypes = " and ".join(candidate.dtype for candidate in found)
    console.print(method_text(f"{title(found[0])}, {dtypes}", found[0].backend.method), style="bold")
    for records in zip(*columns, strict=True):
        marks = Text(" ").join(GOOD if record.ok else BAD for record in records)
        console.print(Text.assemble(marks, "  ", records[0].check))
        for record in [record for record in records if not record.ok] or records[-1:]:
            style = "dim" if record.ok else "red"
            console.print(Padding(Text(record.sentence, style=style), (0, 0, 0, 2 * len(found) + 1)))


def show_all(found: Sequence[Candidate], columns: Sequence[Sequence[Record]], console: Console) -> None:
    """Several backends: how many checks each has passed, and what the others have found."""
    grid = table("backend", "dtype", "checks passed", right=("checks passed",), title="Everything a backend must do")
    for candidate, column in zip(found, columns, strict=True):
        good = sum(record.ok for record in column)
        count = Text(f"{good} of {len(column)}", style="green" if good == len(column) else "bold red")
        grid.add_row(method_text(title(candidate), candidate.backend.method), candidate.dtype, count)
    console.print(grid)
    for record in (record for column in columns for record in column if not record.ok):
        console.print(Text(f"{record.subject}: {record}", style="red"))


def measured_table(rows: Sequence[Measured], what: str) -> Table:
    """Backend by objective: the largest difference, in eps; red where something is off."""
    titles = {
        "gradient": "The gradient, at shared weights: largest difference from the formula, in eps",
        "weights": "The weights, in descents of 300 steps: largest difference, in eps",
    }
    kinds = list(dict.fromkeys(row.kind for row in rows))
    headers = [kind.removesuffix(" mean") for kind in kinds]
    grid = table("backend", "dtype", *headers, title=titles[what], right=headers)
    grid.padding, grid.columns[0].no_wrap = (0, 1, 0, 0), True
    for _, group in groupby(rows, key=lambda row: id(row.candidate)):
        cells = list(group)
        backend = cells[0].candidate.backend
        by_hand = " by hand" if backend.method == "by hand" and backend.name != "numpy" else ""
        numbers = (Text(in_eps(getattr(row, what)), style="" if row.ok else "bold red") for row in cells)
        grid.add_row(method_text(backend.name + by_hand, backend.method), backend.dtype, *numbers)
    grid.caption = "1 eps: the spacing of the numbers next to 1, times the largest value in the descent"
    return grid


def in_eps(difference: Difference) -> str:
    """The largest size of a difference, in eps, of two digits."""
    return f"{difference.in_eps(difference.size[difference.largest]):.2g}"
