"""Every field of a diagnosis: the verdict, the ids, the whole message and the numbers it rests on, case by case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from rich.text import Text

import gdlearn as gd
from gdlearn.diagnosis import Diagnosis, diagnose_error, diagnose_loop
from gdlearn.diagnosis.case import UNIT
from gdlearn.diagnosis.error import Failure
from gdlearn.diagnosis.loop import Trial
from gdlearn.diagnosis.probes import Probe, make_probe
from gdlearn.diagnosis.reference import reference
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE

FIVE, EIGHT = make_probe(5, 3), make_probe(8, 4)
ON, ON_EIGHT = "On the problem with 5 samples and 3 weights", "On the problem with 8 samples and 4 weights"


def right(X: Any, y: Any, w: Any) -> Any:
    return 2 / len(y) * X.T @ (X @ w - y)


def right_loop(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    history = [w]
    for _ in range(steps):
        history.append(history[-1] - learning_rate * right(X, y, history[-1]))
    return history


def told(found: Diagnosis) -> tuple[Any, tuple[str, ...], str]:
    assert type(found.ok) is bool
    return found.ok, found.mistakes, found.message


# A diagnosis itself.

STATES: list[tuple[Diagnosis, str, str, str]] = [
    (Diagnosis(True, (), "Fine."), "right", "✓ Right", "green"),
    (Diagnosis(False, ("a", "b"), "Fine."), "named", "✗ Not yet: a, b", "red"),
    (Diagnosis(False, (), "Fine.", {"recognised": False}), "unknown", "? Not recognised", "yellow"),
    (Diagnosis(False, (), "Fine.", {"todo": 1}), "open", "· Still to do", "blue"),
]


@pytest.mark.parametrize(("found", "state", "heading", "colour"), STATES, ids=[state for _, state, *_ in STATES])
def test_a_verdict_has_one_face_everywhere(found: Diagnosis, state: str, heading: str, colour: str) -> None:
    assert (found.state, found.heading, str(found)) == (state, heading, f"{heading}\nFine.")
    shown = found.__rich__()
    assert isinstance(shown, Text)
    assert shown.plain == f"{heading}\nFine."
    assert [(span.start, span.end, span.style) for span in shown.spans] == [(0, len(heading), f"bold {colour}")]
    assert found._repr_html_() == (
        f'<div class="gd-diagnosis gd-{state}" style="border-left: 4px solid {colour}; padding-left: 0.8em">'
        f"<strong>{heading}</strong><p>Fine.</p></div>"
    )


def test_a_diagnosis_becomes_a_dictionary_and_comes_back() -> None:
    found = Diagnosis(False, ("a",), "One.\n\n<Two>", {"x": 1})
    assert found.to_dict() == {"ok": False, "mistakes": ["a"], "message": "One.\n\n<Two>", "evidence": {"x": 1}}
    assert Diagnosis.from_dict(found.to_dict()) == found
    assert Diagnosis.from_dict({"ok": 1, "mistakes": [], "message": ""}) == Diagnosis(True, (), "", {})
    assert found._repr_html_().endswith("<p>One.</p><p>&lt;Two&gt;</p></div>")
    for wrong in ({"ok": True}, {"ok": True, "mistakes": 1, "message": ""}, {**found.to_dict(), "evidence": 3}):
        with pytest.raises(InputError, match=r"is not a diagnosis; it must be what to_dict returns\.$"):
            Diagnosis.from_dict(wrong)


# A gradient.

Gradient = Callable[[Any, Any, Any], Any]
NO_RETURN = "Your function returns None. Is the `return` missing?"
NO_FACTOR = (
    "No mistake of the catalogue has this factor. "
    "Look for a constant in your formula that is there once too often, or not at all."
)


class Own(gd.MeanSquaredError):
    """A loss of which the catalogue has no program."""


def messages(*ids: str) -> str:
    return "\n".join(CATALOGUE[name].message for name in ids)


def shaped(was: str, wanted: str, more: str = "") -> str:
    return f"{ON} your gradient has shape {was}; it must be that of the weights, {wanted}.{more}"


def at_zero() -> str:
    X, y, w = (np.array(each) for each in (FIVE.X, FIVE.y, FIVE.w))
    return ", ".join(f"{value:.4g}" for value in -right(X, y, 0 * w) / right(X, y, w))


TABLE = " The numbers may be right, but `w - learning_rate * gradient` would become a table."
SUM = " With one column for each of the 5 samples, the sum over the samples is missing."
GRADIENTS: list[tuple[str, Gradient, dict[str, Any], tuple[str, ...], str, dict[str, Any]]] = [
    (
        "in double precision",
        right,
        {},
        (),
        "Your gradient is the MSE gradient, on 2 problems, to the rounding of double precision.",
        {},
    ),
    (
        "in single precision",
        lambda X, y, w: right(X, y, w).astype("float32"),
        {},
        (),
        "Your gradient is the MSE gradient, on 2 problems, to the rounding of single precision.",
        {},
    ),
    (
        "two conventions apart",
        lambda X, y, w: right(X, y, w) * len(y) / 2,
        {},
        ("missing-two", "sum-not-mean"),
        "Your gradient is 0.5 · n times the MSE gradient in every component.\n"
        "It is exactly the gradient under the convention half_sum; this loss is mean.\n"
        f"{messages('missing-two', 'sum-not-mean')} See lessons 3 and 4.",
        {"convention": "half_sum"},
    ),
    (
        "from half_sum to mean",
        right,
        {"convention": "half_sum"},
        ("mean-not-sum", "two-too-many"),
        "Your gradient is 2 · 1/n times the MSE (half_sum) gradient in every component.\n"
        "It is exactly the gradient under the convention mean; this loss is half_sum.\n"
        f"{messages('mean-not-sum', 'two-too-many')} See lessons 3 and 13.",
        {"convention": "mean"},
    ),
    (
        "one mistake",
        lambda X, y, w: np.append(right(X, y, w)[:-1], 0.0),
        {},
        ("bias-forgotten",),
        "Your gradient is exactly the MSE gradient in the weights, and 0 in the bias.\n"
        f"{messages('bias-forgotten')} See lesson 2.",
        {"also": []},
    ),
    (
        "another order",
        lambda X, y, w: right(X, y, w)[::-1],
        {},
        (),
        "The numbers are right and stand in another order: on the problem with 8 samples and 4 weights it is "
        "3, 2, 1, 0.\nComponent j belongs to column j of X.",
        {"order": [3, 2, 1, 0]},
    ),
    (
        "a factor",
        lambda X, y, w: right(X, y, w) * 0.01,
        {},
        (),
        f"Your gradient is 0.01 times the MSE gradient in every component.\n{NO_FACTOR}",
        {},
    ),
    (
        "a loss that somebody derived from squared error",
        lambda X, y, w: right(X, y, w) / 2,
        {"objective": Own},
        (),
        f"Your gradient is exactly half of the Own gradient in every component.\n{NO_FACTOR}",
        {},
    ),
    (
        "a factor in single precision",
        lambda X, y, w: (right(X, y, w) * 0.03).astype("float32"),
        {},
        (),
        f"Your gradient is 0.03 times the MSE gradient in every component.\n{NO_FACTOR}",
        {},
    ),
    (
        "one mistake in single precision",
        lambda X, y, w: np.append(right(X, y, w)[:-1], 0.0).astype("float32"),
        {},
        ("bias-forgotten",),
        "Your gradient is exactly the MSE gradient in the weights, and 0 in the bias.\n"
        f"{messages('bias-forgotten')} See lesson 2.",
        {"also": []},
    ),
    (
        "a convention in single precision",
        lambda X, y, w: (right(X, y, w) / 2).astype("float32"),
        {},
        ("missing-two",),
        "Your gradient is exactly half of the MSE gradient in every component.\n"
        f"{messages('missing-two')} See lesson 4.",
        {"convention": "half_mean"},
    ),
    (
        "two mistakes, which two others undo",
        lambda X, y, w: -right(X, y, 0 * w),
        {},
        ("wrong-sign", "weights-ignored"),
        f"{ON} your gradient divided by the MSE gradient is [{at_zero()}], by component.\n"
        f"{messages('wrong-sign', 'weights-ignored')} See lessons 4 and 6.",
        {"also": [["targets-added", "weights-ignored"]]},
    ),
    (
        "differences of the loss",
        lambda X, y, w: right(X, y, w) * (1 + 1e-10),
        {},
        (),
        "Your gradient is the MSE gradient to 1e-09 of its largest component, but not to rounding.\n"
        "Is it made of differences of the loss? The formula has every digit.",
        {},
    ),
]


@pytest.mark.parametrize(("gradient", "options", "ids", "message", "more"), [case[1:] for case in GRADIENTS])
def test_a_gradient_and_all_that_is_said_about_it(
    gradient: Gradient, options: dict[str, Any], ids: tuple[str, ...], message: str, more: dict[str, Any]
) -> None:
    found = gd.diagnose(gradient, **options)
    assert told(found) == ("precision" in message, ids, message)
    half_sum = options.get("convention") == "half_sum"
    probes = [(np.array(each.X), np.array(each.y), np.array(each.w)) for each in (FIVE, EIGHT)]
    wanted = [right(X, y, w) * (len(y) / 2 if half_sum else 1) for X, y, w in probes]
    mine = [gradient(X, y, w) for X, y, w in probes]
    assert list(found.evidence) == ["ratios", "yours", "right", *more]
    assert {name: found.evidence[name] for name in more} == more
    for k, name in enumerate(("5 x 3", "8 x 4")):
        np.testing.assert_allclose(found.evidence["yours"][k], mine[k], rtol=1e-15)
        np.testing.assert_allclose(found.evidence["right"][k], wanted[k], rtol=1e-13)  # a sum of 8, in another order
        np.testing.assert_allclose(found.evidence["ratios"][name], mine[k] / wanted[k], rtol=1e-13)


USELESS: list[tuple[Gradient, dict[str, Any], str, dict[str, Any]]] = [
    (lambda *_: None, {}, NO_RETURN, {}),
    (lambda *_: "g", {}, "Your function returns a str; it must return 3 numbers, one for each weight.", {}),
    (
        lambda _, __, w: np.where(w == w[1], np.inf, 1.0),
        {},
        f"{ON} component 1 of your gradient is inf, which is no finite number.",
        {},
    ),
    (
        lambda X, y, w: right(X, y, w)[:, None],
        {},
        shaped("(3, 1)", "(3,)", TABLE),
        {"shape": [3, 1], "wanted": [3]},
    ),
    (lambda X, y, w: right(X, y, w)[None], {}, shaped("(1, 3)", "(3,)", TABLE), {"shape": [1, 3], "wanted": [3]}),
    (lambda X, y, w: 2 * X.T * (X @ w - y), {}, shaped("(3, 5)", "(3,)", SUM), {"shape": [3, 5], "wanted": [3]}),
    (lambda X, y, w: right(X, y, w)[:-1], {}, shaped("(2,)", "(3,)"), {"shape": [2], "wanted": [3]}),
    (
        lambda X, y, w: right(X, y, w).sum(),
        {},
        shaped("()", "(3,)", " One number is the sum of everything: each weight has a slope of its own."),
        {"shape": [], "wanted": [3]},
    ),
    (
        lambda X, y, w: right(X, y, w) if len(y) == 5 else right(X, y, w)[:, None],
        {},
        shaped("(4, 1)", "(4,)", TABLE).replace(ON, ON_EIGHT),
        {"shape": [4, 1], "wanted": [4]},
    ),
    (
        lambda X, y, w: right(X, y, w) if len(y) == 5 else "g",
        {},
        "Your function returns a str; it must return 4 numbers, one for each weight.",
        {},
    ),
    (
        lambda X, y, w: right(X, y, w).astype("float16"),
        {},
        "Your gradient is float16, which has three digits: too few to judge it. Compute it in float64, or in float32.",
        {"dtype": "float16"},
    ),
    (
        lambda _, __, w: (0 * w).to(torch.bfloat16),
        {"arrays": "torch"},
        "Your gradient is bfloat16, which has two digits: too few to judge it. Compute it in float64, or in float32.",
        {"dtype": "bfloat16"},
    ),
    (
        lambda X, y, w: right(X, y, w)[:, 0],
        {"columns": True},
        shaped("(3,)", "(3, 1)", TABLE),
        {"shape": [3], "wanted": [3, 1]},
    ),
]


@pytest.mark.parametrize(("gradient", "options", "message", "evidence"), USELESS, ids=[each[2] for each in USELESS])
def test_what_is_no_gradient_and_all_that_is_said_about_it(
    gradient: Gradient, options: dict[str, Any], message: str, evidence: dict[str, Any]
) -> None:
    found = gd.diagnose(gradient, **options)
    assert told(found) == (False, (), message)
    assert dict(found.evidence) == evidence


def test_a_gradient_that_writes_or_remembers_and_all_that_is_said_about_it() -> None:
    def writes(X: Any, y: Any, w: Any) -> Any:
        g = right(X, y, w)
        y += 1
        w += 1
        return g

    found = gd.diagnose(writes)
    cure = "It should only look: work on a copy, `y = y.copy()`."
    assert told(found) == (False, (), f"Your function changes y itself. {cure}")
    assert found.evidence == {"changed": ["y", "w"]}
    calls: list[int] = []

    def remembers(X: Any, y: Any, w: Any) -> Any:
        calls.append(len(w))
        return right(X, y, w) * calls.count(len(w))

    found = gd.diagnose(remembers)
    assert told(found) == (
        False,
        (),
        "The first answer is right. Asked again for the same numbers, it is [2, 2, 2] times as much: "
        "your function keeps something from call to call.",
    )
    assert found.evidence == {"again": [2.0, 2.0, 2.0]}


def test_a_product_that_raises_is_tried_on_square_tables() -> None:
    found = gd.diagnose(lambda X, y, w: 2 / len(y) * X @ (X @ w - y))
    assert found.mistakes == ("transposed",)
    assert found.message.startswith(f"{ON} it stops with ValueError: matmul: ")
    assert found.message.endswith(f"{messages('transposed')} See lesson 4.")
    assert found.ok is False
    both = gd.diagnose(lambda X, y, w: 1 / len(y) * X @ (X @ w - y))
    assert both.mistakes == ("missing-two", "transposed")
    unlike = gd.diagnose(lambda X, y, w: X @ (X @ w - y) + 0.1)  # no program of the catalogue: by its message alone
    assert unlike.evidence["type"] == "ValueError"


class Stopped(Exception):  # noqa: N818  # as the exercises have it
    """A program that was stopped from outside."""

    type_name, text, facts, line, sentence = "", "", {}, None, "It was stopped in X."  # type: ignore[var-annotated]


def raising(error: Exception, *sizes: int) -> Gradient:
    """The transposed product, that raises for tables of some numbers of rows."""

    def gradient(X: Any, y: Any, w: Any) -> Any:
        if len(y) in sizes:
            raise error
        return 2 / len(y) * X @ (X @ w - y)

    return gradient


def test_a_gradient_that_raises_is_told_with_its_exception() -> None:
    unknown = "raised OSError: no disk.\nI do not know a mistake behind this message."
    for sizes in ((3, 4, 5, 8), (3, 5), (4, 5)):  # on square tables too, or on one of them
        found = gd.diagnose(raising(OSError("no disk"), *sizes))
        assert told(found)[:2] == (False, ())
        assert found.message.endswith(unknown)
    found = gd.diagnose(raising(Stopped("It was stopped in X."), 5))
    assert found.mistakes == ("transposed",)
    assert found.message.startswith(f"{ON} it stops with It was stopped in X. ")


def test_where_the_right_gradient_is_zero_it_must_be_zero() -> None:
    zero, nothing = Probe([[1.0, 2.0, 1.0], [3.0, 1.0, 1.0]], [4.0, 5.0], [1.0, 1.0, 1.0]), [0.0] * 3
    probes = [FIVE, zero, EIGHT]
    assert gd.diagnose(lambda *_: np.zeros(3), probes=[zero]).ok
    assert gd.diagnose(right, probes=[Probe(FIVE.X, [0.0] * 5, nothing)]).ok
    assert not gd.diagnose(lambda *_: np.full(3, 1e-9), probes=[zero]).ok
    assert gd.diagnose(lambda X, y, w: right(X, y, w) / 2, probes=probes).mistakes == ("missing-two",)
    reverse = gd.diagnose(lambda X, y, w: right(X, y, w)[::-1], probes=probes)
    assert reverse.message.startswith("The numbers are right and stand in another order: on the problem with 8 samples")
    off = gd.diagnose(lambda X, y, w: right(X, y, w) + (len(y) == 8) * np.sin(w), probes=probes)
    assert f"{ON_EIGHT} component 0 of your gradient is" in off.message


def test_numbers_that_differ_in_the_ninth_digit_are_the_same_and_in_the_eighth_are_not() -> None:
    probe = Probe((100 * np.array(FIVE.X)).tolist(), FIVE.y, FIVE.w)  # its gradient is far from 1
    X, y, w = (np.array(each) for each in (probe.X, probe.y, probe.w))
    largest = float(np.max(np.abs(right(X, y, w))))
    for digits, state in ((0.9e-9, "named"), (1.1e-9, "unknown")):
        shifted = right(X, y, w) + np.array([0.0, digits * largest, 0.0])
        reverse = gd.diagnose(lambda *_, found=shifted[::-1]: found, probes=[probe])
        assert reverse.state == state
        assert ("in another order" in reverse.message) is (state == "named")
        found = gd.diagnose(lambda *_, found=shifted: found, probes=[probe])
        assert found.state == state
        assert found.evidence.get("component", 1) == 1


def test_a_gradient_may_be_off_by_the_rounding_that_is_documented_and_not_by_more() -> None:
    X, y, w = (np.array(each) for each in (FIVE.X, FIVE.y, FIVE.w))
    largest = np.abs(X).max() * 3 * (np.abs(X @ np.diag(w)).sum(axis=1).max() + np.abs(y).max())
    allowed = 8 * 2.0**-53 * (5 + 3) * largest
    exact = np.array(reference().right(FIVE))
    for share in (-0.99, 0.99, -1.01, 1.01):
        found = gd.diagnose(lambda *_, share=share: exact + share * allowed, probes=[FIVE])
        assert found.ok is (abs(share) < 1)


def test_what_is_not_recognised_and_all_that_is_said_about_it() -> None:
    found = gd.diagnose(lambda X, y, w: right(X, y, w) + np.append(np.zeros(len(w) - 1), 0.1))
    X, y, w = (np.array(each) for each in (FIVE.X, FIVE.y, FIVE.w))
    slope = right(X, y, w)
    lines = found.message.splitlines()
    assert lines[0] == "I do not recognise this."
    assert lines[1] == (
        f"{ON} component 2 of your gradient is {slope[2] + 0.1:.6g}, "
        f"and central differences of the loss give {slope[2]:.6g}."
    )
    assert lines[2] == f"Yours divided by the right one is [1, 1, {1 + 0.1 / slope[2]:.4g}], component by component."
    assert lines[3].startswith("Compute that component by hand for one sample, then for two,")
    assert list(found.evidence) == ["ratios", "yours", "right", "slope", "component", "recognised"]
    np.testing.assert_allclose(found.evidence["slope"], slope, rtol=1e-8)  # h² and eps / h are both 1e-10
    assert (found.evidence["component"], found.evidence["recognised"], found.state) == (2, False, "unknown")
    assert told(found)[:2] == (False, ())


# A loop.

WALKED = f"{ON}, after 5 steps with learning rate 0.2,"


def rows_on_five() -> Any:
    X, y, w = (np.array(each) for each in (FIVE.X, FIVE.y, FIVE.w))
    return np.array(right_loop(X, y, w, 0.2, 5))


BEFORE = {0: "", 1: "the start is right; ", 2: "rows 0 and 1 are right; ", 4: "rows 0 to 3 are right; "}


@pytest.mark.parametrize("value", [0.5, np.nan])
@pytest.mark.parametrize("t", BEFORE)
def test_a_loop_that_leaves_the_right_rows_and_all_that_is_said_about_it(t: int, value: float) -> None:
    def loop(*arguments: Any) -> Any:
        rows = np.array(right_loop(*arguments))
        rows[t, 1] += value
        return rows

    found, mine, rows = diagnose_loop(loop), rows_on_five(), rows_on_five()
    trial = Trial(loop, gd.Convention.MEAN)  # the same without a search for a name
    mine[t, 1] += value
    ratio = (mine[0] - mine[1]) / (rows[0] - rows[1])
    printed = ", ".join("none" if np.isnan(each) else f"{each:.4g}" for each in ratio)
    last = {
        0: "The first row must be the weights that were given.",
        1: f"Your first step divided by the right one is [{printed}], component by component.",
    }.get(t, "The first step is right, so the gradient is too. Look at what one step leaves behind for the next.")
    where = f"{WALKED} {BEFORE[t]}row {t}, component 1, is {mine[t, 1]:.6g}, and {rows[t, 1]:.6g} is right."
    assert trial.measured() == where
    assert told(found) == (False, (), f"I do not recognise this.\n{where}\n{last}")
    assert trial.evidence(recognised=False) == found.evidence
    assert list(found.evidence) == [
        *("steps", "rate", "yours", "first_difference", "first_step_ratio", "right", "recognised")
    ]
    assert (found.evidence["steps"], found.evidence["rate"], found.evidence["recognised"]) == (5, 0.2, False)
    assert found.evidence["first_difference"] == [t, 1]
    for name, values in (("yours", mine), ("right", rows), ("first_step_ratio", ratio)):
        as_floats = np.array(found.evidence[name], dtype=float)  # None becomes nan
        np.testing.assert_allclose(as_floats, values, rtol=1e-12)
    assert type(found.evidence["right"][0][0]) is float  # Python's own, which JSON can hold
    assert (found.evidence["yours"][t][1] is None) == np.isnan(value)


def test_a_loop_that_is_wrong_on_the_second_problem_is_measured_there() -> None:
    trial = Trial(lambda *given: np.array(right_loop(*given)) + (len(given[2]) == 4), gd.Convention.MEAN)
    where = f"{ON_EIGHT}, after 4 steps with learning rate 0.09, row 0, component 0,"
    assert trial.measured() == f"{where} is {EIGHT.w[0] + 1:.6g}, and {EIGHT.w[0]:.6g} is right."


def test_rows_of_infinity_are_evidence_without_a_warning() -> None:
    found = Trial(lambda _, __, w, ___, steps: np.full((steps + 1, len(w)), np.inf), gd.Convention.MEAN).evidence()
    assert found["yours"] == [[None] * 3] * 6
    assert found["first_step_ratio"] == [None] * 3


def test_a_right_loop_and_all_that_is_said_about_it() -> None:
    found = diagnose_loop(right_loop)
    assert told(found) == (True, (), "All rows are right, on 2 problems, to 1e-09 of the largest weight.")
    assert found.evidence == {"steps": [5, 4]}
    single = diagnose_loop(lambda X, y, w, *rest: right_loop(*(each.astype("float32") for each in (X, y, w)), *rest))
    assert told(single) == (True, (), "All rows are right, on 2 problems, to 1e-05 of the largest weight.")


def test_a_loop_with_a_rate_or_with_rows_of_its_own_and_all_that_is_said_about_it() -> None:
    found = diagnose_loop(lambda X, y, w, _, steps: right_loop(X, y, w, 0.013, steps))
    fixed = CATALOGUE["rate-fixed"]
    assert found.message.endswith(
        f"\n{fixed.message}\n{fixed.cure} See lesson {fixed.lesson}.\nThe rate that it uses is 0.013."
    )
    assert found.evidence["used"] == pytest.approx(0.013, rel=1e-12)
    start = diagnose_loop(lambda X, y, w, *rest: right_loop(X, y, np.full(len(w), 0.3), *rest))
    assert start.mistakes == ("same-seed",)
    assert start.message.endswith("\nFrom that start on, every step is right.")
    short = diagnose_loop(lambda *given: [given[2] + 1.5])
    assert short.message == (
        f"I do not recognise this.\n{WALKED} 1 row of 3 numbers came back; 6 rows of 3 numbers are asked for."
    )
    assert list(short.evidence) == ["steps", "rate", "yours", "right", "recognised"]
    bare = diagnose_loop(lambda *_: np.ones(3))
    assert f"{WALKED} one row of 3 numbers came back; 6 rows of 3 numbers are asked for." in bare.message
    calls: list[int] = []

    def once(X: Any, y: Any, w: Any, *rest: Any) -> Any:
        calls.append(1)
        if len(calls) > 2:
            raise ValueError
        return right_loop(X, y, np.full(len(w), 0.3), *rest)

    assert diagnose_loop(once).state == "unknown"


WANTED = "Asked for are 6 rows of 3 numbers, the start first."


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (None, f"Your loop returns None. Is the `return` missing? {WANTED}"),
        ("rows", f"Your loop returns a list that cannot be read as a table of numbers. {WANTED}"),
        (5.0, f"Your loop returns a float that cannot be read as a table of numbers. {WANTED}"),
        (np.ones((6, 2, 2)), f"Your loop returns a ndarray that cannot be read as a table of numbers. {WANTED}"),
    ],
    ids=["None", "text", "a number", "blocks"],
)
def test_what_is_no_table_of_rows_and_all_that_is_said_about_it(result: Any, message: str) -> None:
    found = diagnose_loop(lambda *_: result)
    assert told(found) == (False, (), message)
    assert found.evidence == {}


def test_a_loop_that_writes_into_its_arguments_and_all_that_is_said_about_it() -> None:
    def loop(X: Any, y: Any, w: Any, *rest: Any) -> Any:
        rows = np.array(right_loop(X, y, w, *rest))
        y += 1
        w += 1
        return rows

    found, mistake = diagnose_loop(loop), CATALOGUE["caller-changed"]
    assert told(found) == (
        False,
        ("caller-changed",),
        f"All rows are right. It changes y and w.\n{mistake.message}\n{mistake.cure} See lesson {mistake.lesson}.",
    )
    assert found.evidence == {"steps": [5, 4], "changed": ["y", "w"]}


def test_a_loop_that_does_something_else_on_the_first_problem_alone_and_all_that_is_said_about_it() -> None:
    def writes(X: Any, y: Any, w: Any, *rest: Any) -> Any:
        rows = np.array(right_loop(X, y, w, *rest))
        y += len(y) == 5
        return rows

    assert diagnose_loop(writes).mistakes == ("caller-changed",)

    def keeps(X: Any, y: Any, w: Any, *rest: Any) -> Any:
        rows = torch.tensor(np.array(right_loop(X, y, w, *rest)))
        return rows.requires_grad_() + 0 if len(y) == 5 else rows

    found, mistake = diagnose_loop(keeps), CATALOGUE["graph-kept"]
    assert told(found) == (
        False,
        ("graph-kept",),
        f"All rows are right.\n{mistake.message}\n{mistake.cure} See lesson {mistake.lesson}.",
    )
    assert found.evidence == {"steps": [5, 4], "changed": []}


# An exception.

UNKNOWN = "\nI do not know a mistake behind this message."
FAILURES: list[tuple[Any, str, dict[str, Any]]] = [
    (("OSError", "no X."), "Your program raised OSError: no X.", {"type": "OSError", "text": "no X."}),
    (
        Failure("OSError", "no disk", {"variables": {}, "line": "open(x)", "number": 3}),
        "Line 3, `open(x)`, raised OSError: no disk.",
        {"type": "OSError", "text": "no disk", "variables": {}, "line": "open(x)", "number": 3},
    ),
    (
        Failure("OSError", "no disk", {"variables": {}, "line": "open(x)"}),
        "Your program, `open(x)`, raised OSError: no disk.",
        {"type": "OSError", "text": "no disk", "variables": {}, "line": "open(x)"},
    ),
    (
        SimpleNamespace(type_name="OSError", text="no disk", facts={"n": {"type": "int", "value": 1}}, line=7),
        "Line 7 raised OSError: no disk.",
        {"type": "OSError", "text": "no disk", "number": 7, "variables": {"n": {"type": "int", "value": 1}}},
    ),
    (
        OSError("no\n  disk"),
        "Your program raised OSError: no disk.",
        {"type": "OSError", "text": "no disk", "variables": {}},
    ),
]


@pytest.mark.parametrize(("error", "said", "evidence"), FAILURES, ids=[said for _, said, _ in FAILURES])
def test_an_unknown_exception_and_all_that_is_said_about_it(error: Any, said: str, evidence: dict[str, Any]) -> None:
    found = diagnose_error(error)
    assert told(found) == (False, (), said + UNKNOWN)
    assert found.evidence == evidence | {"recognised": False}


TENSOR = {"type": "Tensor", "dtype": "torch.float32", "requires_grad": False, "is_leaf": True, "has_grad": False}


def test_an_exception_of_known_sizes_is_told_with_the_shapes() -> None:
    table, vector = {"type": "ndarray", "dtype": "float64", "shape": [5, 3]}, {"type": "ndarray", "shape": [3]}
    text, mistake = "shapes (3,5) and (3,) not aligned: 5 (dim 1) != 3 (dim 0)", CATALOGUE["transposed"]
    found = diagnose_error(("ValueError", text), {"variables": {"X": table, "w": vector, "n": {"type": "int"}}})
    assert told(found) == (
        False,
        ("transposed",),
        f"Your program raised ValueError: {text}.\n{mistake.message} The shapes: X is (5, 3), w is (3,).\n"
        f"{mistake.cure} See lesson {mistake.lesson}.",
    )
    assert list(found.evidence) == ["type", "text", "variables"]


SHAPES = [
    "size 5 is different from 3",
    "shapes (3,5) and (3,) not aligned: 5 (dim 1) != 3 (dim 0)",
    "size mismatch, got input (3), mat (3x5), vec (3)",
    "mat1 and mat2 shapes cannot be multiplied (3x5 and 3x1)",
]


@pytest.mark.parametrize("text", SHAPES)
def test_sizes_are_read_from_every_way_of_saying_them(text: str) -> None:
    message = text if "size 5" not in text else f"matmul: a mismatch in its core dimension 0 ({text})"
    for shape, ids in (([5, 3], ("transposed",)), ([3, 5], ("transposed",)), ([5, 4], ())):
        known = {"variables": {"X": {"type": "ndarray", "shape": shape}}}
        assert diagnose_error(("ValueError", message), known).mistakes == ids


ELEMENT_0 = "element 0 of tensors does not require grad and does not have a grad_fn (3)"


@pytest.mark.parametrize(
    ("variables", "more", "ids"),
    [
        ({"w": TENSOR}, {"done": 0}, ("no-requires-grad",)),
        ({"w": TENSOR}, {"done": 1}, ("rebinding-no-grad",)),
        ({"w": TENSOR | {"requires_grad": True}}, {}, ("forward-no-grad",)),
        ({"w": TENSOR | {"requires_grad": True}}, {"done": 2}, ("forward-no-grad",)),
        ({"w": TENSOR}, {}, ()),
        ({}, {}, ()),
    ],
)
def test_one_message_has_the_cause_that_the_facts_say(
    variables: dict[str, Any], more: dict[str, Any], ids: tuple[str, ...]
) -> None:
    tensors = {name: known | {"shape": [3]} for name, known in variables.items()}
    known = {"variables": tensors, "line": "loss.backward()", **more}
    found = diagnose_error(("RuntimeError", ELEMENT_0), known)
    assert found.mistakes == ids
    if not ids:
        several = "This message has several causes, and what I know does not decide between them:"
        said, line, *causes = found.message.splitlines()
        assert (said, line) == (f"Your program, `loss.backward()`, raised RuntimeError: {ELEMENT_0}.", several)
        assert len(causes) >= 2
        assert all(cause.startswith("· ") for cause in causes)
        assert {cause[2:] for cause in causes} <= {each.message for each in CATALOGUE.values()}
    else:
        said, one = f"Your program, `loss.backward()`, raised RuntimeError: {ELEMENT_0}.", CATALOGUE[ids[0]]
        assert found.message == f"{said}\n{one.message}\n{one.cure} See lesson {one.lesson}."  # and no shapes
    assert found.ok is False
    assert found.evidence == {"type": "RuntimeError", "text": ELEMENT_0, **known}


@pytest.mark.parametrize("line", ["", "w = w - rate * slope"])
def test_whose_gradient_is_none_stays_open_where_the_line_does_not_ask_for_it(line: str) -> None:
    text = "unsupported operand type(s) for *: 'float' and 'NoneType'"
    for variables in ({}, {"w": TENSOR | {"requires_grad": True, "shape": [3]}}):
        found = diagnose_error(("TypeError", text), {"variables": variables, **({"line": line} if line else {})})
        assert found.mistakes == ()
        assert "This message has several causes" in found.message
    steps = {"variables": {"steps": {"type": "int", "value": 3}}, "line": line, "done": 0}
    assert len(diagnose_error(("TypeError", text), steps).mistakes) == 1  # no tensor: a function without its `return`


def test_two_mistakes_of_one_library_that_give_the_same_rows_are_both_mentioned() -> None:
    one, other = CATALOGUE["zero-before-step"], "step-missing"
    found = diagnose_loop(one.wrong.function())
    assert found.mistakes == (one.id,)
    assert found.message.endswith(f"\n{other} gives the same rows: `gdlearn mistakes {other}` shows it.")
    assert found.evidence["also"] == [[other]]


@pytest.mark.parametrize(
    ("objective", "label"),
    [
        (gd.MeanSquaredError, "MSE"),
        (lambda X, y: gd.MeanSquaredError(X, y, gd.Convention.SUM), "MSE (sum)"),
        (lambda X, y: gd.L2(gd.MeanSquaredError(X, y), 0.3), "ridge"),
        (gd.Huber, "Huber"),
        (gd.Logistic, "logistic"),
        (gd.Poisson, "Poisson"),
        (partial(gd.Softmax, classes=3), "Softmax"),
    ],
)
def test_a_gradient_is_called_by_the_name_of_its_loss(objective: Any, label: str) -> None:
    assert reference(objective=objective).label == label


def test_rounding_units_are_half_of_what_the_library_calls_eps() -> None:
    assert {name: torch.finfo(getattr(torch, name)).eps / 2 for name in UNIT} == UNIT


def test_a_loop_that_is_none_is_refused_with_its_type() -> None:
    with pytest.raises(InputError, match=r"^the loop is a list; it must be a function of X, y, w, learning_rate, "):
        diagnose_loop([right_loop])  # type: ignore[arg-type]


def test_a_loop_that_overflows_is_walked_without_a_warning() -> None:
    found = diagnose_loop(lambda X, y, w, _, steps: right_loop(X, y, w * np.float64(1e308), 1e10, steps))
    assert not found.ok
    assert found.evidence["yours"][-1] == [None, None, None]  # what JSON cannot hold
