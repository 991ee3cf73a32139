"""The options of the command line: texts that stand for no number, no name and no file."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
        after: what else the command needs, behind the text.
    """

    command: tuple[str, ...]
    name: str
    refuses: tuple[str, ...]
    word: str = ""
    after: tuple[str, ...] = ()


NO_NUMBERS = ("", "ten", "nan", "inf", "-inf", "1e999", "0x10", "1,5", "True", "[1]")
NO_WHOLE = (*NO_NUMBERS, "2.5", "1e3", "-1")
NO_NAMES = ("", "nothing", "NONE", "0", "../numpy")
NO_FILES = ("nowhere.csv", ".", "/dev/zero", "a\nb.csv", "examples")
FEW_NUMBERS, FEW_WHOLE = ("", "ten", "nan", "-1"), ("ten", "2.5", "-1")  # where an option is read as another one is
FEW_FILES = ("nowhere.csv", "/dev/zero", "a\nb")
COMPARE = ("compare", "--backends", "numpy", "--steps", "1")
DIABETES = "examples/data/diabetes.csv"
COMPARING = (
    Option(COMPARE, "--learning-rate", (*NO_NUMBERS, "0", "-1"), "learning"),
    Option(COMPARE[:3], "--steps", NO_WHOLE),
    Option(COMPARE[:3], "--epochs", FEW_WHOLE),
    Option(COMPARE, "--batch-size", (*FEW_WHOLE, "0"), "batch"),
    Option(COMPARE, "--seed", FEW_WHOLE),
    Option(COMPARE, "--penalty", FEW_NUMBERS),
    Option((*COMPARE, "--objective", "mlp"), "--hidden", (*FEW_WHOLE, "0")),
    *(Option(COMPARE, name, NO_NAMES) for name in ("--objective", "--convention", "--optimizer", "--dtype")),
    Option(COMPARE[:1], "--backends", NO_NAMES, "backend"),
    Option((*COMPARE, "--target", "y"), "--data", NO_FILES, "file"),
    Option((*COMPARE, "--data", DIABETES), "--target", ("", "nothing", "AGE"), "column"),
    Option(
        (*COMPARE, "--data", DIABETES, "--target", "bmi"),
        "--features",
        ("", "bmi", "age,age"),
        "feature",
    ),
    Option(("explain",), "--step", FEW_WHOLE),
    Option(("mistakes",), "", NO_NAMES[1:]),
)
UNNAMED = ("fit", DIABETES, "--steps", "1")
FIT = (*UNNAMED, "--target", "progression")
SCRATCH = TemporaryDirectory()  # until the interpreter ends
FITTING = (
    Option(("fit",), "", (*FEW_FILES, "examples"), "file"),
    Option(UNNAMED, "--target", ("nothing", "AGE"), "column"),
    Option(FIT, "--features", ("age,age", "progression", ","), "feature"),
    Option(FIT, "--features", ("nothing",), "column"),
    *(Option(FIT, f"--{name}", NO_NAMES[:2]) for name in ("objective", "convention", "optimizer", "dtype", "backend")),
    Option(FIT, "--penalty", FEW_NUMBERS),
    Option((*FIT, "--objective", "mlp"), "--hidden", (*FEW_WHOLE, "0")),
    Option(FIT, "--seed", FEW_WHOLE),
    Option(FIT, "--block-size", (*FEW_NUMBERS, "0", "inf")),
    Option(FIT, "--learning-rate", (*FEW_NUMBERS, "0"), "learning"),
    Option(FIT[:2] + FIT[4:], "--steps", FEW_WHOLE),
    Option(FIT[:2] + FIT[4:], "--epochs", FEW_WHOLE),
    Option(FIT, "--batch-size", (*FEW_WHOLE, "0"), "batch"),
    Option((*FIT, "--checkpoint", "nowhere"), "--every", ("", "0", "-1", "0s", "2.5", "5 days", "s", "nan")),
    Option(FIT, "--checkpoint", (".", "/dev/zero", DIABETES), "file"),
    Option(FIT, "--out", (".", "/dev/zero", DIABETES), "file"),
)


@cache
def model() -> str:
    """A model that predict and evaluate can use."""
    path = str(Path(SCRATCH.name) / "model")
    status, _, said = typed([*FIT, "--out", path])
    assert status == 0, said
    return path


def options() -> list[Option]:
    """All of them."""
    predict, evaluate = ("predict", model()), ("evaluate", model())
    return [
        *COMPARING,
        *FITTING,
        Option(("predict",), "", ("nowhere", DIABETES), "model", (DIABETES,)),
        Option(("predict",), "", FEW_FILES[1:], "file", (DIABETES,)),
        Option(predict, "", FEW_FILES, "file"),
        Option((*predict, DIABETES), "--out", ("nowhere", ".", "/dev/zero", DIABETES), "name"),
        Option(("evaluate",), "", ("nowhere", DIABETES), "model", (DIABETES,)),
        Option(("evaluate",), "", FEW_FILES[1:], "file", (DIABETES,)),
        Option(evaluate, "", FEW_FILES, "file"),
        Option((*evaluate, DIABETES), "--target", ("nothing",), "column"),
        Option((*evaluate, DIABETES), "--target", ("age",), "target"),
    ]


def typed(arguments: list[str]) -> tuple[int, str, str]:
    """The exit status of a command, what it printed, and what it said on the side."""
    said, printed = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(printed):
        status = main(arguments)
    return status, printed.getvalue(), said.getvalue().strip()


def judge_option(option: Option, text: str) -> str:
    """What is wrong with how a command answers a text; empty if nothing is."""
    try:
        status, printed, sentence = typed(
            [*option.command, *([option.name] if option.name else []), text, *option.after]
        )
    except (Exception, SystemExit) as error:  # a traceback, or the end of the interpreter
        return f"{type(error).__name__}: {error}"
    if status != 2:
        return f"its exit status is {status}: {sentence or printed[:LONGEST]}"
    if "\n" in sentence or not sentence.startswith("gdlearn: ") or len(sentence) > LONGEST:
        return f"this is no sentence of one line: {sentence}"
    word = option.word or option.name.removeprefix("--")
    return "" if word in sentence else f"the sentence does not say {word!r}: {sentence}"
