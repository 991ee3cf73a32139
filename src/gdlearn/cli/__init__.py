"""The command line: one file for each command, and nothing in it but calls into the package."""

from __future__ import annotations

from collections.abc import Sequence

from cyclopts import App, CycloptsError
from rich.console import Console

from gdlearn import __version__
from gdlearn.cli.backends import backends
from gdlearn.cli.check_backend import check_backend
from gdlearn.cli.compare import compare
from gdlearn.cli.docs import docs
from gdlearn.cli.exercises import exercises
from gdlearn.cli.explain import explain
from gdlearn.cli.grade import grade
from gdlearn.cli.mistakes import mistakes
from gdlearn.errors import GdlearnError

app = App(
    name="gdlearn",
    help="Learn gradient descent by checking it: by hand in NumPy, by autograd in PyTorch, step by step, side by side.",
    version=__version__,
)
app.command(compare)
app.command(explain)
app.command(check_backend)
app.command(backends)
app.command(mistakes)
app.command(exercises)
app.command(grade)
app.command(docs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; bad input ends in one sentence on the error output and exit status 2, never in a traceback."""
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except (GdlearnError, CycloptsError) as error:
        console = Console(stderr=True)
        one_line = not console.is_terminal  # for whatever reads the output
        console.print(f"gdlearn: {error}", style="red", highlight=False, markup=False, soft_wrap=one_line)
        return 2
    return status if isinstance(status, int) else 0
