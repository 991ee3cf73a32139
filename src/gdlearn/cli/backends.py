"""gdlearn backends: the ways to a gradient."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from gdlearn.backends import Availability, available_backends
from gdlearn.cli.terminal import method_text, table


def backends() -> int:
    """List the ways to a gradient: what is installed, and what to install for the others.

    Pass their names to the other commands: gdlearn compare --backends numpy,tape,jax
    """
    grid = table("backend", "its gradient", "formula too", "installed", title="Ways to a gradient")
    for backend in available_backends():
        gradient = backend.method or f"registered by {backend.package}"
        grid.add_row(
            method_text(backend.name, backend.method),
            method_text(gradient, backend.method),
            "yes" if backend.formula else "no",
            installed(backend),
        )
    grid.caption = "formula too: takes gradient='formula', the hand-derived gradient on its own arrays"
    Console().print(grid)
    return 0


def installed(backend: Availability) -> Text:
    """Whether it can be used now; if not, the command that changes that."""
    return Text("yes", style="green") if backend.installed else Text(f"no: {backend.install}", style="bold red")
