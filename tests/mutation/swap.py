"""Putting a mutant in the place of the real thing.

A function that is already loaded is given the code of its mutant, so that everybody who holds it calls the mutant. What
runs when a module is imported (constants, defaults, class variables) cannot be exchanged that way: there the file is
imported anew, in a process that has not loaded it yet.
"""

from __future__ import annotations

import gc
import inspect
import linecache
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType

Key = tuple[str, str, int]


class ImportNeeded(Exception):  # noqa: N818  # not an error: a fork in the road
    """The fault is in what runs when the module is imported."""


def parts(code: CodeType) -> tuple[list[CodeType], list[object]]:
    """The codes inside a code, and its other constants with their types: 1 and 1.0 and True are three things."""
    inner = [value for value in code.co_consts if isinstance(value, CodeType)]
    return inner, [(type(value), repr(value)) for value in code.co_consts if not isinstance(value, CodeType)]


def same_here(a: CodeType, b: CodeType) -> bool:
    """Whether two codes do the same, but for the codes inside them."""
    names = ("co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_flags", "co_exceptiontable")
    inside = len(parts(a)[0]) == len(parts(b)[0]) and parts(a)[1] == parts(b)[1]
    return inside and all(getattr(a, name) == getattr(b, name) for name in names)


def same(a: CodeType, b: CodeType) -> bool:
    """Whether two codes do the same, wherever they stand."""
    return same_here(a, b) and all(same(x, y) for x, y in zip(parts(a)[0], parts(b)[0], strict=True))


def changed_functions(real: CodeType, mutant: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions of a module whose code is another, each with its new code.

    Raises:
        ImportNeeded: if the body of the module or of a class is another.
    """
    if real.co_flags & inspect.CO_OPTIMIZED:  # of a function; not of a module or a class
        if not same(real, mutant):
            yield real, mutant
            for a, b in zip(parts(real)[0], parts(mutant)[0], strict=False):  # what it has made before is changed too
                yield from changed_functions(a, b)
        return
    if not same_here(real, mutant):
        raise ImportNeeded
    for a, b in zip(parts(real)[0], parts(mutant)[0], strict=True):
        yield from changed_functions(a, b)


def key(code: CodeType) -> Key:
    """What tells a function from the others."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


def loaded_functions(folder: Path) -> dict[Key, list[FunctionType]]:
    """Every function that was made from a file in a folder, however it is wrapped."""
    found: dict[Key, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename.startswith(str(folder)):
            found[key(thing.__code__)].append(thing)
    return found


def exchange(changes: list[tuple[CodeType, CodeType]], loaded: dict[Key, list[FunctionType]]) -> None:
    """Give loaded functions their new code.

    Raises:
        ImportNeeded: if a function is not there to be changed, or holds other variables than its mutant.
    """
    found = 0
    for real, mutant in changes:
        functions = [function for function in loaded.get(key(real), []) if same(function.__code__, real)]
        found += len(functions)
        for function in functions:
            try:
                function.__code__ = mutant
            except ValueError:
                raise ImportNeeded from None
    if not found:
        raise ImportNeeded


def show(path: Path, text: str) -> None:
    """From now on whoever asks for the source of a file is shown another text."""
    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))


def import_in_place_of(path: Path, text: str) -> None:
    """From now on the import of a file reads another text."""
    real = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return compile(text, str(path), "exec") if self.path == str(path) else real(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
