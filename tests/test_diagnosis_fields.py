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
from gdlearn.diagnosis.probes import make_probe
from gdlearn.diagnosis.reference import reference
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE

FIVE, EIGHT = make_probe(5, 3), make_probe(8, 4)
ON = "On the problem with 5 samples and 3 weights"


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


def messages(*ids: str) -> str:
    return "\n".join(CATALOGUE[name].message for name in ids)


def shaped(was: str, wanted: str, more: str = "") -> str:
    return f"{ON} your gradient has shape {was}; it must be that of the weights, {wanted}.{more}"


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
    both = gd.diagnose(lambda X, y, w: 1 / len(y) * X @ (X @ w - y))
    assert both.mistakes == ("missing-two", "transposed")
    unlike = gd.diagnose(lambda X, y, w: X @ (X @ w - y) + 0.1)  # no program of the catalogue: by its message alone
    assert unlike.evidence["type"] == "ValueError"


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
    mine[t, 1] += value
    ratio = (mine[0] - mine[1]) / (rows[0] - rows[1])
    printed = ", ".join("none" if np.isnan(each) else f"{each:.4g}" for each in ratio)
    last = {
        0: "The first row must be the weights that were given.",
        1: f"Your first step divided by the right one is [{printed}], component by component.",
    }.get(t, "The first step is right, so the gradient is too. Look at what one step leaves behind for the next.")
    where = f"{WALKED} {BEFORE[t]}row {t}, component 1, is {mine[t, 1]:.6g}, and {rows[t, 1]:.6g} is right."
    assert told(found) == (False, (), f"I do not recognise this.\n{where}\n{last}")
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


# An exception.

UNKNOWN = "\nI do not know a mistake behind this message."
FAILURES: list[tuple[Any, str, dict[str, Any]]] = [
    (("OSError", "no disk."), "Your program raised OSError: no disk.", {"type": "OSError", "text": "no disk."}),
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
        assert found.message.endswith(f"\n{CATALOGUE[ids[0]].cure} See lesson {CATALOGUE[ids[0]].lesson}.")
        assert "The shapes" not in found.message  # they have nothing to do with it


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
