"""One thing that was tried, and what came of it; nothing that is broken ends the rest."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gdlearn.errors import MissingDependencyError


class Finding(NamedTuple):
    """What one part of an examination found.

    Attributes:
        check: what was tried.
        ok: True if it is as it should be.
        sentence: what was measured, or what went wrong.
    """

    check: str
    ok: bool
    sentence: str


def attempt(check: str, run: Callable[[], str]) -> Finding:
    """Run a function that returns a sentence; if it raises, that is what was found.

    Args:
        check: what is tried.
        run: says in a sentence what it found, or raises.

    Examples:
        >>> attempt("division", lambda: f"{1 / 0}")
        Finding(check='division', ok=False, sentence='ZeroDivisionError: division by zero')
    """
    try:
        return Finding(check, True, private(run()))
    except Exception as error:  # what is broken may be anything
        said = " ".join(str(error).split()) or "without a message"
        sentence = isinstance(error, AssertionError | MissingDependencyError)  # ours, which need no title
        return Finding(check, False, private(said if sentence else f"{type(error).__name__}: {said}"))


def private(text: str) -> str:
    r"""A text without the home folder, which becomes ~, and without the user's name as a part of other paths.

    Examples:
        >>> private(f"{Path.home()}/gdlearn")
        '~/gdlearn'
    """
    try:
        home, user = str(Path.home()), re.escape(getpass.getuser())
    except (OSError, KeyError, ImportError, RuntimeError):  # in some containers the user has a number and no name
        return text
    text = re.sub(rf"{re.escape(home)}(?=[/\\]|\b)", "~", text) if len(home) > 1 else text
    return re.sub(rf"(?<=[/\\]){user}(?=[/\\]|$)", "user", text)
