"""What a command prints, on a page: `--shell-- gdlearn compare --help` runs it when the site is built.

The page shows the command and its output as they are. Nobody types numbers that a command can print.
"""

import os
import re
import shlex
import subprocess
import sys
import textwrap
from functools import cache
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

LINE = re.compile(r"^(?P<indent> *)--shell-- (?P<command>gdlearn( .+)?)$")
WIDTH = 80  # columns of the terminal that the command believes to have


class ShellError(ValueError):
    """A command that failed. Nobody catches it, so that it ends the build."""


@cache
def output(command: str) -> str:
    """Run `gdlearn ...` with this Python, in the folder of the build; what it printed, without colours.

    Raises:
        ShellError: if it ends with another status than 0; the message holds what it said.
    """
    _, *arguments = shlex.split(command)
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, "-m", "gdlearn", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = " ".join((done.stdout + done.stderr).split())
        raise ShellError(f"{command!r} ended with status {done.returncode}: {said}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


class ShellLines(Preprocessor):
    """Replace every `--shell--` line by a block with the command and its output."""

    def run(self, lines: list[str]) -> list[str]:
        """The same lines, with blocks in the place of commands."""
        return [new for line in lines for new in self._replaced(line)]

    def _replaced(self, line: str) -> list[str]:
        if not (match := LINE.match(line)):
            return [line]
        block = f'```text title="$ {match["command"]}"\n{output(match["command"])}\n```'
        return textwrap.indent(block, match["indent"]).splitlines()


class Shell(Extension):
    """No options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name that Python-Markdown calls
        """Before the code blocks of superfences, which have priority 25."""
        md.preprocessors.register(ShellLines(md), "gdlearn-shell", 28)


def makeExtension(**options: Any) -> Shell:  # noqa: N802
    """Where Python-Markdown starts."""
    return Shell(**options)
