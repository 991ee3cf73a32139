"""Every sentence that is raised on purpose: it is listed, it ends like a sentence, and it says what to do."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from gdlearn import errors
from tests.explorer_runs import tool

SENTENCES = tool("sentences").sentences()
ADVICE = re.compile(r"; |\bmust\b|\bneeds?\b|\basks for\b|there are: |\. [A-Z]")
HANDED_ON = re.compile(r"\{\w+\}$")  # a whole sentence of ours comes in here: a hint, or an error that was caught
COMMAND = re.compile(r"; run: [^.]+$")  # nothing stands behind a command, so that it can be copied
PROBLEM = "{problem}."  # the rest of a sentence of `gdlearn.files`, with its advice


def found(source: str) -> list[tuple[str, str]]:
    return [(sentence.error, sentence.text) for sentence in tool("sentences").of_area(("mine", ast.parse(source)))]


def ends_well(text: str) -> bool:
    return text.endswith(".") or bool(HANDED_ON.search(text) or COMMAND.search(text))


def says_what_to_do(text: str) -> bool:
    return bool(ADVICE.search(text) or HANDED_ON.search(text)) or text.endswith(PROBLEM)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: f"{each.module}:{each.line}")
def test_every_sentence_ends_as_one_and_says_what_is_needed(sentence: Any) -> None:
    assert ends_well(sentence.text), f"no full stop: {sentence.text}"
    assert says_what_to_do(sentence.text), f"and what is to be done? {sentence.text}"
    assert "!" not in sentence.text


@pytest.mark.parametrize(
    ("text", "well", "told"),
    [
        ("the rate is {rate}; take a smaller one.", True, True),
        ("the rate is {rate}; take a smaller one", False, True),
        ("the rate is {rate}.", True, False),
        ("there is no backend; {hint}", True, True),
        ("it needs jax, which is not installed; run: pip install jax", True, True),
        ("Something went wrong", False, False),
    ],
)
def test_the_rule_rejects_what_it_must(text: str, well: bool, told: bool) -> None:
    assert (ends_well(text), says_what_to_do(text)) == (well, told)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('raise InputError("a; b.")', ["a; b."]),
        ('raise InputError(f"{name} is {self.value!r}; " f"b.") from error', ["{name} is {value}; b."]),
        ('raise InputError("one; a." if x else f"two; {y}.")', ["one; a.", "two; {y}."]),
        ('raise InputError(f"{one if many else two + three + four}; b.")', ["{…}; b."]),
        ('raise InputError(f"{shown(type(x).__name__)} of {len(y)}; b.")', ["{type of x} of {len(y)}; b."]),
        (
            '"""Not; this."""\ndef f():\n    "Nor; this."\n    raise InputError(say(x))\n\nSAID = {1: "but; this."}',
            ["but; this."],
        ),
        ('raise ValueError("a; b.")', []),
    ],
)
def test_the_list_holds_what_the_source_can_say(code: str, texts: list[str]) -> None:
    assert found(code) == [("InputError", text) for text in texts]


def test_the_list_knows_every_error_and_every_area() -> None:
    assert {sentence.error for sentence in SENTENCES} == set(tool("sentences").ERRORS)
    assert set(tool("sentences").ERRORS) == {n for n, kind in vars(errors).items() if isinstance(kind, type)}
    said = {(sentence.module, sentence.text) for sentence in SENTENCES}
    assert (
        "gdlearn.cli.check_backend",
        "no backend is named; name one to check, such as numpy, mine.py:MyBackend or all.",
    ) in said
    assert any(
        module.startswith("gdlearn.files") and "save it with" in text for module, text in said
    )  # one that is chosen elsewhere


def test_the_page_has_a_row_for_each_and_breaks_no_table() -> None:
    lines = tool("sentences").as_markdown().splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == len(SENTENCES)
    assert all(len(re.split(r"(?<!\\)\|", row)) == 5 for row in rows)
