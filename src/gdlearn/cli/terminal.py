"""What every command shows in the same way: colours, numbers, tables, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from gdlearn.trajectory import Watch

PATIENCE = 0.5  # seconds before a progress bar appears
SHOWN = 2  # components of a vector that a table shows

# The hues of `gdlearn.palette`, light enough to be read on a dark terminal and dark enough for a light one.
STYLES = {
    "by hand": "dark_orange3",
    "autograd": "dodger_blue2",
    "by hand, in loops": "dark_goldenrod",
    "own autograd": "dark_cyan",
    "differences": "deep_pink4",
}


def method_text(label: str, method: str) -> Text:
    """A label in the colour of its method."""
    return Text(label, style=STYLES.get(method, ""))


def vector(values: Sequence[float], digits: int) -> str:
    """A vector in brackets; of three or more components only the first and the last, the bias.

    Examples:
        >>> vector([5.0, 3.25], 6), vector([1.0, 2.0, 3.0], 6)
        ('[5, 3.25]', '[1, …, 3]')
    """
    if len(values) > SHOWN:
        return f"[{values[0]:.3g}, …, {values[-1]:.3g}]"
    return f"[{', '.join(f'{value:.{digits}g}' for value in values)}]"


def table(*columns: str, title: str = "", right: Sequence[str] = ()) -> Table:
    """A plain table with a title on its left; the columns named in `right` are flush right."""
    grid = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for column in columns:
        grid.add_column(column, justify="right" if column in right else "left")
    return grid


def patient_bar(console: Console, title: str, total: int, patience: float = PATIENCE) -> Watch:
    """A watcher for `record`: passes a stream of steps on, and shows a bar after `patience` seconds."""

    def watch(steps: Iterable[Any]) -> Iterator[Any]:
        stream, begin, done = iter(steps), monotonic(), 0
        for step in stream:
            done += 1
            yield step
            if console.is_terminal and monotonic() - begin > patience:
                break
        else:
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(title, total=total, completed=done)
            for step in stream:
                yield step
                progress.advance(task)

    return watch


def complain(error: Exception) -> None:
    """What cannot be used, in one sentence on the error output; one line for whatever reads it, folded for people."""
    console = Console(stderr=True)
    one_line = not console.is_terminal
    console.print(f"gdlearn: {error}", style="red", highlight=False, markup=False, soft_wrap=one_line)
