"""A check in the page: what was typed goes in, and what can be said about it comes out. No library is needed."""

from __future__ import annotations

import builtins
import errno
import json
import math
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any
from warnings import catch_warnings, simplefilter

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.exercises.checking import judged
from gdlearn.exercises.learner import Here, remember
from gdlearn.exercises.limits import KB, Limits
from gdlearn.exercises.manifest import find
from gdlearn.exercises.stopped import Stopped
from gdlearn.exercises.told import SOURCE, told
from gdlearn.exercises.wire import decode, encode

LIMITS = Limits()
KEPT = (builtins, math, os, sys)  # modules that a program may write into
# What is said where the page is not like a process of its own.
SENTENCES = {
    "import": "{where} imports {name}, which is not loaded in the page. The exercise can be done without it: what your "
    "function is given are arrays, and a list of numbers is an answer, too.",
    "memory": "{where} needs more memory than the page has.",
}
QUOTED = re.compile(r"No module named '([\w.]+)'|module '([\w.]+)' is")  # how Python and Pyodide say what is missing


def check_source(name: str, source: str) -> str:
    """What is right or wrong in a program that was typed in the page.

    It runs in this very process, so whoever wants to forge a verdict can. It is their own page.

    Args:
        name: the name of an exercise.
        source: the whole text of the program.

    Returns:
        JSON: `state` is "right", "named", "unknown", "todo" or "stopped"; `mistakes`, the ids; `message`, the
        sentences; `html`, the same for a page; `line`, the line of the program that they are about, or null; `printed`,
        the end of what the program has printed.

    Raises:
        InputError: if there is no such exercise. Whatever the program does raises nothing.

    Examples:
        >>> source = "gradient = lambda X, y, w: X.T @ (X @ w - y) / len(y)"
        >>> found = json.loads(check_source("gradient-vectorised", source))
        >>> found["state"], found["mistakes"]
        ('named', ['missing-two'])
    """
    exercise = find(name)
    try:
        with catch_warnings():
            simplefilter("ignore")
            found = judged(exercise, lambda: InPage(source))
    except BaseException as error:  # the program has broken what it runs in
        said = f"The check itself came to {type(error).__name__}. Does your program change a part of Python?"
        found = Diagnosis(False, (), said, {"stopped": "crash", "line": None})
    return json.dumps(answer(found))


def answer(found: Diagnosis) -> dict[str, Any]:
    """A diagnosis as the page shows it."""
    stop = "stopped" in found.evidence and found.state != "open" and not found.mistakes
    return {
        "state": "stopped" if stop else "todo" if found.state == "open" else found.state,
        "mistakes": list(found.mistakes),
        "message": found.message,
        "html": found._repr_html_(),
        "line": next((line for key in ("number", "line") if isinstance(line := found.evidence.get(key), int)), None),
        "printed": found.evidence.get("printed", ""),
    }


class InPage(Here):
    """A learner's program in the page, run when it is first asked. Nothing that it does ends this process.

    Args:
        source: its text.
    """

    def __init__(self, source: str) -> None:
        super().__init__({"__file__": SOURCE})
        self._source, self._output = source.encode(errors="replace"), Output()
        self._ran = False
        self._stop: Stopped | None = None  # why nothing can be asked

    @property
    def printed(self) -> str:  # type: ignore[override]
        """What the program has printed, errors and warnings too."""
        return self._output.getvalue()

    def value(self, name: str) -> Any:
        """A value that the learner has set."""
        if not self._ran:
            self._ran = True
            try:
                self._run("", lambda: exec(compile(self._source, SOURCE, "exec"), vars(self.module)))
            except Stopped as stop:
                self._stop = stop
        if self._stop:
            raise self._stop
        return super().value(name)

    def call(self, name: str, *arguments: Any) -> Any:
        """What a function of the learner returns, as it was when it returned."""
        function = self.value(name)
        if not callable(function):
            raise Stopped(
                "missing", f"{name} is no function in your program. The exercise asks for one: def {name}(...)."
            )
        return self._run(name, lambda: decode(encode(function(*arguments))))

    def _run(self, asked: str, do: Callable[[], Any]) -> Any:
        remember(self._source)
        try:
            with as_it_was(), redirect_stdout(self._output), redirect_stderr(self._output):
                return do()
        except BaseException as error:  # `SystemExit` and the stop button too
            raise in_the_page(told(error, LIMITS, asked)) from None


def in_the_page(stop: dict[str, Any]) -> Stopped:
    """What stopped a program, in the words for the page."""
    sentence = SENTENCES.get(stop["kind"], "")
    if stop["kind"] == "import":
        found = QUOTED.search(stop["text"])
        sentence = sentence.replace("{name}", found[1] or found[2]) if found else ""
    if sentence:
        where = f"Line {stop['line']}" if stop["line"] else "Your program"
        stop = stop | {"sentence": sentence.format(where=where)}
    return Stopped.arrived(stop)


@contextmanager
def as_it_was() -> Iterator[None]:
    """Undo what a program does to Python itself, by accident or not. Nobody can type, and nothing ends this process."""
    before = [dict(vars(module)) for module in KEPT]
    sys.stdin = StringIO()
    os._exit = sys.exit  # type: ignore[assignment]
    sys.setrecursionlimit = lambda *_: None  # a page cannot have more, and would come down
    try:
        yield
    finally:
        for module, names in zip(KEPT, before, strict=True):
            vars(module).update(names)


class Output(StringIO):
    """What a program prints, and not without end."""

    def write(self, text: str) -> int:
        """Keep the text, or refuse it as a full disk does."""
        if self.tell() + len(text) > LIMITS.output_kb * KB:
            raise OSError(errno.EFBIG, "too much is printed")
        return super().write(text)
