"""What a learner's program raised, as a message that says the learner's own line."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from gdlearn.exercises.limits import Limits, ProcessRefusedError
from gdlearn.exercises.wire import UnsendableError, encode

SOURCE = "your program"  # the name under which the learner's file is compiled
SENTENCES: tuple[tuple[type[BaseException], str, str], ...] = (
    (SystemExit, "exit", "{where} ends the whole program. Leave that out: your function has to return."),
    (
        ProcessRefusedError,
        "process",
        "{where} starts or ends another process ({text}), which a program that is checked may not.",
    ),
    (RecursionError, "exception", "In {here} a function calls itself and never stops."),
    (EOFError, "exception", "{where} raises EOFError: nobody can type here. Leave `input` out: you get arguments."),
)
LONGEST = 2000  # characters of what an exception said
TOO_LARGE = ("can't allocate memory", "index-sized integer")  # in messages of exceptions that are no `MemoryError`


class MissingError(Exception):
    """The program does not define what it is asked for; the message is a sentence."""


class TooLargeError(Exception):
    """The answer is larger than can be sent; the message is its size."""


def is_file(name: str) -> bool:
    """Whether a line is in the learner's file, when it runs in a process of its own."""
    return name == SOURCE


def told(
    error: BaseException, limits: Limits, asked: str, is_learners: Callable[[str], bool] = is_file
) -> dict[str, Any]:
    """The arguments of `Stopped` for an exception.

    Args:
        error: what was raised.
        limits: what the program was allowed to use.
        asked: the name of the function that was called; "" while the file was loaded.
        is_learners: whether a file, by its name, is the learner's.

    Returns:
        kind, sentence, line, type_name, text and facts.
    """
    frames = [(f, line) for f, line in traceback.walk_tb(error.__traceback__) if is_learners(f.f_code.co_filename)]
    line = frames[-1][1] if frames else None
    text = _text(error)
    if own := _about_the_answer(error, text, asked, line):
        kind, sentence = own
        return {"kind": kind, "sentence": sentence, "line": None, "facts": encode({})}
    if isinstance(error, SyntaxError) and error.filename in (SOURCE, None):
        line = error.lineno
    kind, sentence = _what(error, text, f"Line {line}" if line else "Your program", limits)
    known = _facts(error) if frames else encode({})
    shown = {"line": line, "type_name": type(error).__name__, "text": text, "facts": known}
    return {"kind": kind, "sentence": sentence} | shown


def _about_the_answer(error: BaseException, text: str, asked: str, line: int | None) -> tuple[str, str] | None:
    """The kind and the sentence if nothing was raised by the program, and its answer cannot be used."""
    if isinstance(error, MissingError):
        return "missing", text
    if isinstance(error, UnsendableError):
        return "value", f"{asked} gives a {text}. It must give numbers, arrays or text, or lists or dicts of these."
    if isinstance(error, TooLargeError):
        return "value", f"{asked} gives {text}, which is more than any exercise asks for."
    if isinstance(error, RecursionError) and asked and line is None:
        return "value", f"{asked} gives a list that holds itself, and so has no end."
    return None


def _what(error: BaseException, text: str, where: str, limits: Limits) -> tuple[str, str]:
    """The kind and the sentence for what the program raised."""
    here = where[0].lower() + where[1:]
    if isinstance(error, SyntaxError) and error.filename in (SOURCE, None):
        return "syntax", f"Python cannot read {here}: {error.msg}. Nothing was run."
    if isinstance(error, ImportError):
        return "import", _about_import(error, text, where)
    if isinstance(error, MemoryError) or any(said in text for said in TOO_LARGE):
        return "memory", f"{where} needs more than the {limits.memory_mb} MB of memory that are allowed."
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "output", f"{where} prints or writes more than the {limits.output_kb} kB that are allowed."
    for kind, name, sentence in SENTENCES:
        if isinstance(error, kind):
            return name, sentence.format(where=where, here=here, text=text)
    said = f": {text}" if text else ""
    return "exception", f"{where} raises {type(error).__name__}{said.removesuffix('.')}."


def _about_import(error: ImportError, text: str, where: str) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"{where} imports {error.name}, which is not installed here. The exercises do not need it."
    return f"{where} imports what is not there: {text}."


def _text(error: BaseException) -> str:
    """What an exception says, and never too much of it; an exception that a learner wrote may fail at it."""
    try:
        text = str(error)
    except BaseException:
        return ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _facts(error: BaseException) -> Any:
    """What there is to know about the learner's line that raised: its text, its variables, the turns of its loop."""
    with suppress(Exception):
        from gdlearn.diagnosis.facts import facts

        return encode(facts(error))
    return encode({})
