"""The table of all entrances: every pair tried, and what became of it; `docs/about/inputs.md` is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import gdlearn as gd
from tests.entrances.answers import DESKS, forms_of_answers, judge_answer
from tests.entrances.door import LABELS, TABLE
from tests.entrances.doors import doors, settings
from tests.entrances.forms import FORMS, Form
from tests.entrances.judge import forms_for, judge, judge_setting, tried, values_for
from tests.entrances.numbers import VALUES
from tests.entrances.options import judge_option, options


class Pair(NamedTuple):
    """One input at one entrance.

    Attributes:
        kind: what kind of entrance it is.
        entrance: the function or command, with the argument.
        given: what came.
        problem: what is wrong with the answer; empty if nothing is.
    """

    kind: str
    entrance: str
    given: str
    problem: str


@cache
def pairs() -> tuple[Pair, ...]:
    """All of them, tried."""
    return tuple(_pairs())


def _pairs() -> Iterator[Pair]:
    for door in doors():
        kind = "arrays on their way to a backend" if door.argument == "values" else "data and weights"
        entrance = f"{door.call}: {door.argument}"
        yield from (Pair(kind, entrance, form.name, judge(door, form)) for form in forms_for(door, FORMS))
    for setting in settings():
        entrance = f"{setting.call}: {setting.argument}"
        yield from (
            Pair("single numbers", entrance, each.name, judge_setting(setting, each))
            for each in values_for(setting, VALUES)
        )
    for desk in DESKS:
        yield from (Pair("answers", desk.call, form.name, judge_answer(desk, form)) for form in forms_of_answers(desk))
    for option in options():
        entrance = " ".join((option.command[0], option.name))
        yield from (Pair("options", entrance, repr(text), judge_option(option, text)) for text in option.refuses)


def sentence(form: Form) -> str:
    """What `Dataset.from_arrays` says of a form; empty if it takes it."""
    n = len(TABLE) if form.rows is None else form.rows

    def result() -> Any:
        if 2 in form.ndims:
            return gd.Dataset.from_arrays(form.make(TABLE.copy()), LABELS[:n])
        return gd.Dataset.from_arrays(TABLE[: n or 3], form.make(LABELS.copy()))

    return tried(result).sentence
