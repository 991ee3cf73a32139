"""A program as text, and the edits that make a wrong program of a right one."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from textwrap import indent
from types import MappingProxyType, SimpleNamespace
from typing import Any

from gdlearn.backends.list_array import FUNCTIONS, ListArray
from gdlearn.errors import InputError
from gdlearn.objectives.base import array_namespace

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Edit:
    """One line of a program, replaced.

    Attributes:
        old: the line as it stands in the right program, without its indentation.
        new: what stands there instead, one line or several; empty if the line is left out.
    """

    old: str
    new: str


@dataclass(frozen=True)
class Program:
    r"""A function as text, which can be shown, edited and run.

    It runs on arrays of any library: `np` in it is the namespace of the arrays that it is called with, be they NumPy's,
    PyTorch's or plain lists.

    Attributes:
        text: the source of one function.

    Examples:
        >>> half = Program("def half(x):\n    return x / 2\n")
        >>> half.edited(Edit("return x / 2", "return x")).function()(3.0)
        3.0
    """

    text: str

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Program:
        """The program of a function that stands in a file."""
        return cls(inspect.getsource(function))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their indentation."""
        return tuple(line.strip() for line in self.text.splitlines())

    def fits(self, *edits: Edit) -> bool:
        """Whether all edits can be made: each changes a line that is there once, and no two change the same one."""
        olds = [edit.old for edit in edits]
        return len(set(olds)) == len(olds) and all(self.lines.count(old) == 1 for old in olds)

    def edited(self, *edits: Edit) -> Program:
        """The program with lines replaced.

        Raises:
            InputError: if a line is not there, or there twice, or is edited twice.
        """
        if not self.fits(*edits):
            raise InputError(f"the edits {edits} do not fit; each must be one line, once, of the program:\n{self.text}")
        new = {edit.old: edit.new for edit in edits}
        lines = (_replaced(line, new) for line in self.text.splitlines())
        return Program("\n".join(line for line in lines if line is not None) + "\n")

    def differences(self, wrong: Program) -> Iterator[tuple[str, str]]:
        """The lines of both programs: a mark, "-" for right, "+" for wrong, " " for both, and the line."""
        import difflib

        for line in difflib.ndiff(self.text.splitlines(), wrong.text.splitlines()):
            if not line.startswith("?"):
                yield line[0], line[2:]

    def function(self, **names: Any) -> Callable[..., Any]:
        """The function itself, ready to be called.

        Args:
            names: what the program finds under names of its own, such as another function.
        """
        found = _compiled(self.text)
        namespace: dict[str, Any] = {"__name__": "program", "np": _Numpy(), "torch": _Torch(), **names}
        exec(found, namespace)  # our own text
        return next(value for name, value in namespace.items() if inspect.isfunction(value) and name not in names)


def _replaced(line: str, new: Mapping[str, str]) -> str | None:
    """A line after the edits, as deeply indented as before; None if it is left out."""
    bare = line.strip()
    if bare not in new:
        return line
    return indent(new[bare], line[: len(line) - len(line.lstrip())]) if new[bare] else None


@cache
def _compiled(text: str) -> Any:
    """The text compiled once, under a name by which a traceback finds its lines."""
    name = f"<program {abs(hash(text))}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    return compile(text, name, "exec")


# What NumPy has and a formula of an objective does not need, for arrays made of lists.
def _sign(x: Any) -> Any:
    return x / (x * x) ** 0.5


def _mean(x: Any, axis: int | None = None) -> Any:
    count = len(x) if axis is None and len(x.shape) == 1 else x.shape[axis or 0]
    return FUNCTIONS.sum(x, axis=axis) / count


MORE = SimpleNamespace(
    sign=_sign, mean=_mean, abs=lambda x: (x * x) ** 0.5, sqrt=lambda x: x**0.5, ones_like=lambda x: 0 * x + 1
)


class _Numpy:
    """What a program calls `np`: for every function, that of the library of its first argument."""

    def __getattr__(self, name: str) -> Any:
        def function(first: Any, *more: Any, **options: Any) -> Any:
            array = first[0] if isinstance(first, list | tuple) else first
            if isinstance(array, ListArray):
                return getattr(MORE if hasattr(MORE, name) else FUNCTIONS, name)(first, *more, **options)
            with suppress(TypeError):
                return getattr(array_namespace(array), name)(first, *more, **options)
            return getattr(import_module("numpy"), name)(first, *more, **options)

        return function


class _Torch:
    """What a program calls `torch`, loaded when it is first used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("torch"), name)
