"""The process that runs a learner's file: it loads the file and answers questions about it, line by line, in JSON."""

from __future__ import annotations

import ast
import builtins
import faulthandler
import linecache
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from json import dumps, loads
from pathlib import Path
from types import ModuleType
from typing import Any

from gdlearn.exercises.limits import MB, Limits, refuse_processes
from gdlearn.exercises.told import SOURCE, MissingError, TooLargeError, told
from gdlearn.exercises.wire import UnsendableError, decode, encode

LIBRARIES = ("gdlearn", "matplotlib", "numpy", "torch")  # loaded before the learner's time begins
LARGEST = 64 * MB  # of an answer
BUILTINS = vars(builtins)
AS_THEY_WERE = dict(BUILTINS)


def main() -> None:
    """Do what the parent asks for, until it asks no more."""
    # The channel is taken off the standard input and output, which are then the program's own.
    requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="replace")  # type: ignore[union-attr]
    settings = loads(requests.readline())
    limits, program = Limits(**settings["limits"]), Program(Path(settings["file"]))
    trace = open(settings["trace"], "wb", buffering=0)  # noqa: SIM115  # open as long as the process runs
    limits.hold()
    faulthandler.enable(trace)
    program.load_libraries()
    refuse_processes()
    leave, clear = sys.stdout.flush, faulthandler.cancel_dump_traceback_later
    replies.write("{}\n")
    replies.flush()
    for line in requests:
        request = loads(line)
        faulthandler.dump_traceback_later(request.pop("seconds"), file=trace)  # says in which line it is
        try:
            answer = dumps({"answer": program.answer(**request)})
            if len(answer) > LARGEST:
                raise TooLargeError(f"{len(answer) // MB} MB")
        except BaseException as error:  # whatever a learner's program raises, `SystemExit` too
            answer = dumps({"stopped": told(error, limits, request.get("name", ""))})
        clear()
        with suppress(Exception):
            leave()
        replies.write(answer + "\n")
        replies.flush()


class Program:
    """The learner's program.

    Attributes:
        file: where it is.
        module: its names, once it is loaded.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.module = ModuleType("learner")
        self.module.__file__ = str(file)

    def answer(self, do: str, **request: Any) -> Any:
        """What the parent asks for, as JSON."""
        action: Callable[..., Any] = getattr(self, f"do_{do}")
        return action(**request)

    def do_load(self) -> None:
        """Run the file."""
        source = self.file.read_bytes()
        code = compile(source, SOURCE, "exec")  # the bytes: Python finds out how the text is encoded
        lines = source.decode(errors="replace").splitlines(keepends=True)
        linecache.cache[SOURCE] = (len(source), None, lines, SOURCE)
        sys.modules["learner"] = self.module
        sys.path.append(str(self.file.parent))  # last: a file of the learner takes the place of no library
        _run(exec, code, vars(self.module))

    def do_call(self, name: str, arguments: list[Any]) -> Any:
        """Call a function; an argument that it has written into goes back, too."""
        given = [decode(argument, tensors=True) for argument in arguments]
        result = encode(_run(self._function(name), *given))
        changed = {}
        for i, (before, now) in enumerate(zip(arguments, given, strict=True)):
            with suppress(UnsendableError):
                after = encode(now)
                if after != before:
                    changed[i] = after
        return {"result": result, "changed": changed}

    def do_function(self, name: str) -> None:
        """Make sure that there is such a function."""
        self._function(name)

    def do_value(self, name: str) -> Any:
        """A value of the module."""
        return encode(self._named(name))

    def do_names(self) -> list[str]:
        """What the file defines."""
        return [name for name in vars(self.module) if not name.startswith("__")]

    def do_inside(self, name: str, options: Any) -> Any:
        """Run a check of ours, "module:function", on the module."""
        place, _, function = name.partition(":")
        return encode(_run(getattr(import_module(place), function), self.module, **decode(options)))

    def load_libraries(self) -> None:
        """Load the libraries that the file imports: that takes seconds, which are not the learner's."""
        with suppress(SyntaxError, ValueError, OSError):
            for name in _imports(ast.parse(self.file.read_bytes())):
                with suppress(ImportError):
                    import_module(name)

    def _function(self, name: str) -> Callable[..., Any]:
        found = self._named(name)
        if not callable(found):
            raise MissingError(f"{name} is no function in your file. The exercise asks for one: def {name}(...).")
        return found  # type: ignore[no-any-return]

    def _named(self, name: str) -> Any:
        if not hasattr(self.module, name):
            others = ", ".join(sorted(self.do_names())) or "nothing"
            raise MissingError(f"There is no {name} in your file, which the exercise asks for. It defines {others}.")
        return getattr(self.module, name)


def _run(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Run what the learner wrote, which may give `len` another meaning, and everything else."""
    try:
        return function(*arguments, **options)
    finally:
        BUILTINS.update(AS_THEY_WERE)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in LIBRARIES)
