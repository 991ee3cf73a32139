"""Every entrance: what comes in is taken to the last bit or refused in one sentence, and never changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.utils import check_array

import gdlearn as gd
from gdlearn.errors import InputError
from tests.entrances.answers import DESKS, Desk, forms_of_answers, judge_answer
from tests.entrances.door import LABELS, TABLE, Door, Setting
from tests.entrances.doors import NUMPY, START, doors, settings
from tests.entrances.forms import FORMS
from tests.entrances.judge import forms_for, judge, judge_setting, values_for
from tests.entrances.numbers import VALUES
from tests.entrances.options import COMPARE, Option, judge_option, options

BY_NAME = {form.name: form for form in FORMS}


def call_of(entrance: Any) -> str:
    """A function and its argument, in the name of a test."""
    return ", ".join((entrance.call, *([entrance.argument] if hasattr(entrance, "argument") else [])))


@pytest.mark.parametrize("door", doors(), ids=call_of)
def test_an_array_is_taken_exactly_or_refused_in_a_sentence(door: Door) -> None:
    found = {form.name: judge(door, form) for form in forms_for(door, FORMS)}
    assert {name: problem for name, problem in found.items() if problem} == {}


@pytest.mark.parametrize("setting", settings(), ids=call_of)
def test_a_number_is_taken_exactly_or_refused_in_a_sentence(setting: Setting) -> None:
    found = {number.name: judge_setting(setting, number) for number in values_for(setting, VALUES)}
    assert {name: problem for name, problem in found.items() if problem} == {}


@pytest.mark.parametrize("desk", DESKS, ids=call_of)
def test_a_right_answer_in_any_form_gets_a_verdict(desk: Desk) -> None:
    found = {form.name: judge_answer(desk, form) for form in forms_of_answers(desk)}
    assert {name: problem for name, problem in found.items() if problem} == {}


@pytest.mark.parametrize("option", options(), ids=lambda option: f"{option.command[0]} {option.name}")
def test_an_option_refuses_what_it_cannot_use_in_a_sentence(option: Option) -> None:
    found = {text: judge_option(option, text) for text in option.refuses}
    assert {text: problem for text, problem in found.items() if problem} == {}


def test_the_judge_sees_an_option_that_is_taken() -> None:
    assert "exit status is 0" in judge_option(Option(COMPARE, "--seed", ()), "1")
    assert "does not say 'rate of'" in judge_option(Option(COMPARE, "--learning-rate", (), "rate of"), "-1")


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_an_objective_keeps_arrays_of_one_library_and_brings_those_of_two_together(dtype: torch.dtype) -> None:
    X, y, w = torch.tensor(TABLE, dtype=dtype), torch.tensor(LABELS, dtype=dtype), torch.tensor(START, dtype=dtype)
    kept = gd.MeanSquaredError(X, y)
    assert kept.X is X
    assert kept.y is y
    brought = gd.MeanSquaredError(X, LABELS)
    assert (type(brought.X), type(brought.y)) == (np.ndarray, np.ndarray)
    assert float(kept.loss(w)) == pytest.approx(brought.loss(START), rel=1e-5)  # six digits: float32 has seven


# The judge itself: it must see what it is there to see.


def overwriting(y: Any, _: int) -> Any:
    """Takes what it gets, and writes into it."""
    held = np.asarray(y)
    right = held.copy()
    held[:] = 0.0
    return right


def refusing(sentence: str) -> Callable[[Any, int], Any]:
    """Refuses whatever comes."""

    def arrived(_: Any, __: int) -> Any:
        raise InputError(sentence)

    return arrived


LAX: dict[str, tuple[Callable[[Any, int], Any], str, str]] = {
    "a column made flat": (lambda y, _: np.ravel(y), "a column, (n, 1)", "must be refused"),
    "text made numbers": (lambda y, _: np.asarray(y, dtype=float), "text of numbers", "must be refused"),
    "booleans made numbers": (lambda y, _: np.asarray(y, dtype=float), "booleans", "must be refused"),
    "an integer rounded": (lambda y, _: np.asarray(y, dtype=float), "integers beyond 2**53", "must be refused"),
    "digits cut off": (
        lambda y, _: np.asarray(y, dtype="f4").astype(float),
        "tiny numbers, 1e-300",
        "not what was given",
    ),
    "a sign lost": (lambda y, _: np.asarray(y) + 0.0, "minus zero", "not what was given"),
    "the hidden value used": (lambda y, _: np.asarray(y), "masked", "must be refused"),
    "a cast that warns": (lambda y, _: np.asarray(y).astype(float), "complex", "ComplexWarning"),
    "NaN let through": (lambda y, _: np.asarray(y), "NaN", "must be refused"),
    "the caller's array overwritten": (overwriting, "as it is", "changes what the caller gave"),
    "the base of a view overwritten": (overwriting, "negative strides", "changes what the caller gave"),
    "another error": (lambda y, _: np.asarray(y, dtype=float), "a ragged list", "ValueError"),
    "everything refused": (refusing("y is not what I like."), "nested lists", "must be taken"),
    "another argument named": (
        refusing("X holds nan; every value must be a finite number."),
        "NaN",
        "does not say ['y'",
    ),
    "nothing expected": (refusing("y holds nan."), "NaN", "does not say ['finite']"),
    "nothing said": (refusing(""), "NaN", "does not say"),
    "two lines": (refusing("y holds nan;\nit must be finite."), "NaN", "no sentence of one line"),
    "no end": (refusing("y holds nan, it must be finite"), "NaN", "no sentence of one line"),
    "a flood": (refusing(f"y holds nan, not finite: {[0.5] * 99}."), "NaN", "no sentence of one line"),
}


@pytest.mark.parametrize(("result", "form", "problem"), LAX.values(), ids=LAX)
def test_the_judge_sees_a_lax_entrance(result: Callable[[Any, int], Any], form: str, problem: str) -> None:
    lax = Door("a lax function", "y", LABELS, result)
    assert problem in judge(lax, BY_NAME[form])


def test_the_judge_has_nothing_against_an_entrance_that_does_it_right() -> None:
    strict = Door("a strict function", "y", LABELS, lambda y, n: gd.Dataset.from_arrays(TABLE[: n or 3], y).y)
    assert [judge(strict, form) for form in forms_for(strict, FORMS) if judge(strict, form)] == []


def test_another_library_may_refuse_in_words_of_its_own_and_may_not_refuse_what_must_be_taken() -> None:
    def looked_at(y: Any, _: int) -> Any:
        return check_array(y, ensure_2d=False)

    own, others = (
        Door("a function", "y", LABELS, looked_at),
        Door("a function", "y", LABELS, looked_at, others="sklearn"),
    )
    assert judge(own, BY_NAME["NaN"]) == "ValueError: Input contains NaN."
    assert judge(others, BY_NAME["NaN"]) == ""
    assert judge(replace(others, takes=frozenset({"NaN"})), BY_NAME["NaN"]).startswith("it is refused, and must be")
    assert judge(replace(others, arrived=lambda *_: float("two")), BY_NAME["NaN"]).startswith("ValueError")
    assert judge(others, BY_NAME["masked"]) == "it is taken, and must be refused"


@pytest.mark.parametrize(
    ("result", "number", "problem"),
    [
        (int, "2.5", "must be refused"),
        (int, "'2'", "must be refused"),
        (int, "True", "must be refused"),
        (int, "a list", "TypeError"),
        (lambda number: number, "numpy.int64(2)", "not what was given"),
    ],
)
def test_the_judge_sees_a_lax_setting(result: Callable[[Any], Any], number: str, problem: str) -> None:
    lax = Setting("a lax function", "steps", result, whole=True, least=0)
    assert problem in judge_setting(lax, next(each for each in VALUES if each.name == number))


@pytest.mark.parametrize(
    ("ask", "form", "problem"),
    [
        (lambda _: gd.Diagnosis(True, (), "All is right."), "text of numbers", "it passes"),
        (lambda form: form(LABELS) and gd.Diagnosis(True, (), "Right."), "as it is", "ValueError"),
        (lambda _: gd.Diagnosis(False, (), ""), "NaN", "says nothing"),
        (lambda _: gd.Diagnosis(False, (), "Line 3 of gdlearn/lists.py"), "NaN", "says nothing"),
    ],
)
def test_the_judge_sees_a_lax_verdict(ask: Any, form: str, problem: str) -> None:
    assert problem in judge_answer(replace(DESKS[0], ask=ask), BY_NAME[form])


# What takes part in a descent


OBJECTIVE, RULE = gd.MeanSquaredError(TABLE, LABELS), gd.GD(1e-3)
RUN = gd.record(OBJECTIVE, START, NUMPY, RULE, 1)
WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "data for an objective": (lambda: gd.record(gd.line(n=3), START, NUMPY, RULE, 1), "objective is Dataset("),  # type: ignore[arg-type]
    "the name of a backend": (lambda: gd.record(OBJECTIVE, START, "torch", RULE, 1), "backend is 'torch'"),  # type: ignore[arg-type]
    "a bare rate": (lambda: gd.record(OBJECTIVE, START, NUMPY, 0.1, 1), "optimizer is 0.1"),  # type: ignore[arg-type]
    "a class": (lambda: gd.record(OBJECTIVE, START, NUMPY, gd.GD, 1), "optimizer is <class"),  # type: ignore[arg-type]
    "a batch size": (lambda: gd.record(OBJECTIVE, START, NUMPY, RULE, 1, 64), "batches is 64"),  # type: ignore[arg-type]
    "no run": (lambda: gd.compare(RUN, None, OBJECTIVE), "second is None"),  # type: ignore[arg-type]
    "no objective": (lambda: gd.compare(RUN, RUN, TABLE), "objective is array("),  # type: ignore[arg-type]
    "another objective": (lambda: gd.compare(RUN, RUN, gd.MLP(TABLE, LABELS, 2)), "the objective has 7 weights"),
    "a schedule that was not made": (lambda: gd.GD(gd.Cosine), "the learning rate is <class"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_take_part_is_refused_in_a_sentence(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    sentence = str(caught.value)
    assert sentence.startswith(words), sentence
    assert sentence.endswith("."), sentence
    assert len(sentence) < 200, sentence
