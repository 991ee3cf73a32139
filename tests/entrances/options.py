"""The options of the command line: texts that stand for no number, no name and no file."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from gdlearn.cli import main
from tests.entrances.judge import LONGEST


@dataclass(frozen=True)
class Option:
    """One option of one command.

    Attributes:
        command: the command with what else it needs.
        name: the option.
        refuses: texts that it must refuse.
        word: a word that the sentence must have; the name of the option without its dashes, if left out.
    """

    command: tuple[str, ...]
    name: str
    refuses: tuple[str, ...]
    word: str = ""


NO_NUMBERS = ("", "ten", "nan", "inf", "-inf", "1e999", "0x10", "1,5", "True", "[1]")
NO_WHOLE = (*NO_NUMBERS, "2.5", "1e3", "-1")
NO_NAMES = ("", "nothing", "NONE", "0", "../numpy")
NO_FILES = ("nowhere.csv", ".", "/dev/zero", "a\nb.csv", "examples")
COMPARE = ("compare", "--backends", "numpy", "--steps", "1")
OPTIONS = (
    Option(COMPARE, "--learning-rate", (*NO_NUMBERS, "0", "-1"), "learning"),
    Option(COMPARE[:3], "--steps", NO_WHOLE),
    Option(COMPARE[:3], "--epochs", NO_WHOLE),
    Option(COMPARE, "--batch-size", (*NO_WHOLE, "0"), "batch"),
    Option(COMPARE, "--seed", NO_WHOLE),
    Option(COMPARE, "--penalty", ("nan", "inf", "-1"), "strength"),
    Option((*COMPARE, "--objective", "mlp"), "--hidden", (*NO_WHOLE, "0")),
    *(Option(COMPARE, name, NO_NAMES) for name in ("--objective", "--convention", "--optimizer", "--dtype")),
    Option(COMPARE[:1], "--backends", NO_NAMES, "backend"),
    Option((*COMPARE, "--target", "y"), "--data", NO_FILES, "file"),
    Option((*COMPARE, "--data", "examples/data/diabetes.csv"), "--target", ("", "nothing", "AGE"), "column"),
    Option(
        (*COMPARE, "--data", "examples/data/diabetes.csv", "--target", "bmi"),
        "--features",
        ("", "bmi", "age,age"),
        "feature",
    ),
    Option(("explain",), "--step", NO_WHOLE),
    Option(("mistakes",), "", NO_NAMES[1:]),
)


def judge_option(option: Option, text: str) -> str:
    """What is wrong with how a command answers a text; empty if nothing is."""
    said, printed = io.StringIO(), io.StringIO()
    arguments = [*option.command, *([option.name] if option.name else []), text]
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(printed):
            status = main(arguments)
    except (Exception, SystemExit) as error:  # a traceback, or the end of the interpreter
        return f"{type(error).__name__}: {error}"
    sentence = said.getvalue().strip()
    if status != 2:
        return f"its exit status is {status}: {sentence or printed.getvalue()[:LONGEST]}"
    if "\n" in sentence or not sentence.startswith("gdlearn: ") or len(sentence) > LONGEST:
        return f"this is no sentence of one line: {sentence}"
    word = option.word or option.name.removeprefix("--")
    return "" if word in sentence else f"the sentence does not say {word!r}: {sentence}"
