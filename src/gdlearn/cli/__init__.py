"""The command line: one file for each command, and nothing in it but calls into the package."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from gdlearn import __version__
from gdlearn.errors import GdlearnError

# A command is imported when somebody runs it, so that the list of all of them is quick. Its line in the list is the
# first line of its docstring.
COMMANDS = {
    "compare": "Run one descent on several backends and check, step by step, that they agree.",
    "explain": "Show one step of gradient descent in numbers, by hand and by autograd side by side.",
    "fit": "Fit a model to a table, in memory or larger, and keep it for predictions.",
    "predict": "Say what a model predicts for the rows of a table.",
    "evaluate": "Hold a model against a table whose targets are known.",
    "check-backend": "Run backends through everything that a backend must do, and say what was found.",
    "backends": "List the ways to a gradient: what is installed, and what to install for the others.",
    "bench": "Measure what a step of full-batch descent costs: gdlearn, PyTorch, JAX, scikit-learn, and the floor.",
    "mistakes": "List the mistakes that people make, or run one of them beside the right program.",
    "exercises": "Exercises: complete a file, check it, and hear which mistake it is.",
    "grade": "Grade what a class handed in: points, the mistakes by name, and what the class got wrong.",
    "doctor": "Say what is installed and what it runs on, and test it: a few seconds, for a bug report.",
    "docs": "Open the lessons and the reference in the browser, until you press Ctrl-C.",
}
ENOUGH = 141  # the exit status that shells give to a program which is stopped this way
HELP = "Learn gradient descent by checking it: by hand in NumPy, by autograd in PyTorch, step by step, side by side."


def application(listed: bool = False) -> App:
    """All commands, each to be imported when it is used; `listed` gives them their lines, which need no import."""
    app = App(name="gdlearn", help=HELP, version=__version__)
    for name, line in COMMANDS.items():
        module = name.replace("-", "_")
        app.command(f"gdlearn.cli.{module}:{module}", name=name, help=line if listed else None)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; bad input ends in one sentence on the error output and exit status 2, never in a traceback."""
    arguments = sys.argv[1:] if arguments is None else arguments
    app = application(listed=not set(arguments) & set(COMMANDS))
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()  # now, and not when Python ends: nobody could catch what is raised there
    except (GdlearnError, CycloptsError) as error:
        from gdlearn.cli.terminal import complain

        complain(error)
        return 2
    except BrokenPipeError:  # whoever read along has seen enough, as `head` has after ten lines
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try to write the rest
        return ENOUGH
    return status if isinstance(status, int) else 0
