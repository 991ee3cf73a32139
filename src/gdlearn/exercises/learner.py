"""The learner's program as the checks see it: names that can be called. Here it lives in this process."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from gdlearn.exercises.limits import Limits
from gdlearn.exercises.stopped import Stopped
from gdlearn.exercises.told import SOURCE, told


class Learner(Protocol):
    """What a check may ask of a learner's program, wherever it runs. Everything may raise `Stopped`."""

    def call(self, name: str, *arguments: Any) -> Any:
        """What a function of the learner returns."""

    def function(self, name: str) -> Callable[..., Any]:
        """A function of the learner, to be handed to whoever calls it."""

    def value(self, name: str) -> Any:
        """A value that the learner has set."""

    def names(self) -> set[str]:
        """All names that the program defines."""

    def inside(self, entry: str, **options: Any) -> dict[str, Any]:
        """The answer of a check of ours, "module:function", that is run where the program is."""

    @property
    def printed(self) -> str:
        """What the program has printed, as far as it is kept back."""


class Here:
    """A learner's program in this process: for notebooks, and for files of our own.

    Attributes:
        module: where its names are.

    Examples:
        >>> Here({"half": lambda x: x / 2}).call("half", 3.0)
        1.5
    """

    printed = ""  # it is where all that this process prints is

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.module = sys.modules["learner"] = ModuleType("learner")  # a dataclass looks its module up
        vars(self.module).update(names)

    @classmethod
    def load(cls, file: Path) -> Here:
        """The program of a file, run once.

        Raises:
            Stopped: if it cannot be run.
        """
        learner, source = cls({"__file__": str(file)}), file.read_bytes()
        remember(source)
        try:
            exec(compile(source, SOURCE, "exec"), vars(learner.module))
        except Exception as error:  # whatever a stranger's file raises
            raise stopped(error) from error
        return learner

    def __enter__(self) -> Here:
        """The learner itself: it holds no process."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def call(self, name: str, *arguments: Any) -> Any:
        """What a function of the learner returns."""
        function = self.value(name)
        try:
            return function(*arguments)
        except Exception as error:  # whatever a stranger's function raises
            raise stopped(error, name) from error

    def function(self, name: str) -> Callable[..., Any]:
        """A function of the learner, to be handed to whoever calls it."""
        self.value(name)
        return lambda *arguments: self.call(name, *arguments)

    def value(self, name: str) -> Any:
        """A value that the learner has set."""
        if not hasattr(self.module, name):
            raise Stopped("missing", f"There is no {name} in your program, and the exercise asks for one.")
        return getattr(self.module, name)

    def names(self) -> set[str]:
        """All names that the program defines."""
        return {name for name in vars(self.module) if not name.startswith("__")}

    def inside(self, entry: str, **options: Any) -> dict[str, Any]:
        """The answer of a check of ours, "module:function", called with the program."""
        place, _, function = entry.partition(":")
        try:
            answer: dict[str, Any] = getattr(import_module(place), function)(self.module, **options)
        except Exception as error:  # the check calls what the learner wrote
            raise stopped(error) from error
        return answer


def remember(source: bytes) -> None:
    """Keep the lines of a program where Python looks for them: the text of a line says what it asked for."""
    lines = source.decode(errors="replace").splitlines(keepends=True)
    linecache.cache[SOURCE] = (len(source), None, lines, SOURCE)


def stopped(error: Exception, asked: str = "") -> Stopped:
    """What a learner's program raised, as a process of its own would tell it.

    Args:
        error: what was raised.
        asked: the name of the function that was called.
    """
    from gdlearn.diagnosis.facts import is_learners

    if isinstance(error, Stopped):
        return error
    said = told(error, Limits(), asked, is_learners)  # also a cell of a notebook
    return Stopped.arrived(said)
