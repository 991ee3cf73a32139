"""What a door does with what comes in, and whether that is what it must do."""

from __future__ import annotations

import pickle
import re
import warnings
from traceback import walk_tb
from typing import Any, NamedTuple

import numpy as np

from gdlearn.arrays import FloatArray
from gdlearn.errors import InputError
from tests.entrances.door import Door, Setting
from tests.entrances.forms import Form
from tests.entrances.numbers import Number

LONGEST = 300  # characters of a sentence


class Outcome(NamedTuple):
    """What happened.

    Attributes:
        result: what became of the input, bit for bit; None if it was refused.
        sentence: what was said, if it was refused.
        problem: what went wrong, if that is none of the others.
        others: what another library said, if it refused.
    """

    result: Any = None
    sentence: str = ""
    problem: str = ""
    others: str = ""


def forms_for(door: Door, forms: tuple[Form, ...]) -> list[Form]:
    """The forms that the argument of a door can have."""
    here = [form for form in forms if door.plain.ndim in form.ndims and form.name not in door.skips]
    return [form for form in here if form.rows is None or not door.fixed]


def judge(door: Door, form: Form) -> str:
    """What is wrong with how a door answers a form; empty if nothing is."""
    value = form.make(door.plain.copy())
    before = fingerprint(value)
    found = tried(lambda: door.arrived(value, len(door.plain) if form.rows is None else form.rows), door.others)
    if found.problem:
        return found.problem
    if fingerprint(value) != before:
        return "it changes what the caller gave"
    words = expected_words(door, form)
    return taken(found, bits(meant(door, form))) if words is None else refused(found, (door.argument, *words))


def expected_words(door: Door, form: Form) -> tuple[str, ...] | None:
    """What the sentence must say; None if the form must be taken."""
    here = dict(door.refuses).get(form.name)
    if here is not None:
        return (here,)
    return form.words if form.words and form.name not in door.takes else None


def meant(door: Door, form: Form) -> FloatArray:
    """The numbers that a form stands for, in the precision that was asked for."""
    plain = form.make(door.plain.copy()) if form.name in door.takes else form.stands_for(door.plain.copy())
    with np.errstate(all="ignore"):  # huge numbers overflow in float32
        return door.becomes(np.array(plain, dtype=door.dtype))


def judge_setting(setting: Setting, number: Number) -> str:
    """The same for a single number."""
    found = tried(lambda: setting.result(number.value))
    if found.problem:
        return found.problem
    if not setting.takes(number.stands_for):
        return refused(found, (setting.argument, *setting.words))
    return taken(found, tried(lambda: setting.result(number.stands_for)).result)


def values_for(setting: Setting, values: tuple[Number, ...]) -> list[Number]:
    """The values that can come for a number."""
    return [value for value in values if value.name not in setting.skips]


def tried(call: Any, others: str = "") -> Outcome:
    """What comes out of a call: a warning is a problem, and an overflow is none; `others` may refuse too."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error")
        try:
            return Outcome(result=bits(call()))
        except InputError as error:
            return Outcome(sentence=str(error) or "(nothing)")
        except Exception as error:  # whatever it is, it is what a user would see
            if others and isinstance(error, TypeError | ValueError) and said_by(error, others):
                return Outcome(others=str(error))
            return Outcome(problem=f"{type(error).__name__}: {error}")


def said_by(error: Exception, library: str) -> bool:
    """Whether an error says something, and was raised in a library or below it."""
    modules = [frame.f_globals["__name__"] for frame, _ in walk_tb(error.__traceback__)]
    return bool(str(error)) and any(module.partition(".")[0] == library for module in modules)


def refused(found: Outcome, words: tuple[str, ...]) -> str:
    """What is wrong with a refusal, which must name the argument and say some other words."""
    if found.others:
        return ""
    said = found.sentence
    if not said:
        return "it is taken, and must be refused"
    argument, *others = words
    missing = [] if re.search(rf"\b{argument}\b", said) else [argument]
    missing += [word for word in others if word not in said]
    if missing:
        return f"the sentence does not say {missing}: {said}"
    if "\n" in said or not said.endswith(".") or len(said) > LONGEST:
        return f"this is no sentence of one line: {said}"
    return ""


def taken(found: Outcome, right: Any) -> str:
    """What is wrong with what became of something that must be taken."""
    if said := found.sentence or found.others:
        return f"it is refused, and must be taken: {said}"
    return "" if found.result == right else "what arrives is not what was given"


def bits(result: Any) -> Any:
    """A result to the last bit: arrays by their bytes, everything else as it prints itself."""
    if isinstance(result, np.ndarray):
        return result.shape, str(result.dtype), np.ascontiguousarray(result).tobytes()
    return repr(result)


def fingerprint(value: Any) -> Any:
    """What tells a value from one that was written to, its memory included; nothing for a generator."""
    base = getattr(value, "base", None)
    memory = base.tobytes() if isinstance(base, np.ndarray) else b""
    if hasattr(value, "to_numpy"):  # pandas keeps results of its own in the frame, and these are pickled too
        return repr(value.to_numpy().tolist())
    try:
        return pickle.dumps(value), memory
    except Exception:  # a generator, a tensor without numbers: there is nothing to write to
        return memory
