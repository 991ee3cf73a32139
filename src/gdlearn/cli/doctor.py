"""gdlearn doctor: is this installation well?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gdlearn.cli.terminal import table

if TYPE_CHECKING:  # loaded where they are used, so that the other commands start without them
    from gdlearn.doctor import Examination


def doctor(*, format: Literal["text", "json"] = "text") -> int:  # noqa: A002  # the name of the option
    """Say what is installed and what it runs on, and test it: a few seconds, for a bug report.

    It asks no other machine for anything, and leaves out your name and your home folder: they become user and ~.
    Exit status: 0 all is well, 1 something is not.

    Args:
        format: Lines for people, or JSON for programs.
    """
    from gdlearn.doctor import examine

    with Console(stderr=True).status("looking at everything"):
        found = examine()
    if format == "json":
        print(json.dumps(found.plain(), indent=2, ensure_ascii=False))
    else:
        show(found, Console())
    return 0 if found.ok else 1


def show(found: Examination, console: Console) -> None:
    """Versions, machine, backends, the self-test, the verdict."""
    console.print(pairs("Versions", found.versions), "")
    console.print(pairs("Machine", found.machine), "")
    console.print(pairs("Backends", found.backends), "")
    grid = table("check", "", "what was found", title="Self-test")
    for check, ok, sentence in found.findings:
        mark = Text("well", style="green") if ok else Text("BROKEN", style="bold red")
        grid.add_row(check, mark, Text(sentence))
    console.print(grid, "")
    broken = sum(not finding.ok for finding in found.findings)
    verdict = Text(f"{broken} of {len(found.findings)} checks are BROKEN", style="bold red")
    console.print(verdict if broken else Text(f"All {len(found.findings)} checks are well", style="bold green"))


def pairs(title: str, lines: dict[str, str]) -> Table:
    """Names and values in two columns, without headers."""
    grid = table("", "", title=title)
    grid.show_header = False
    for name, value in lines.items():
        grid.add_row(name, Text(value, overflow="fold"))
    return grid
