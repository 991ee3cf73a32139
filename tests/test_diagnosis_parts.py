"""What a diagnosis is made of: problems, questions, ratios in words, facts about variables, and suspected loops."""

from __future__ import annotations

from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from gdlearn.backends.list_array import ListArray
from gdlearn.backends.lists import nested
from gdlearn.diagnosis.asking import Answer, Question
from gdlearn.diagnosis.facts import facts, is_learners
from gdlearn.diagnosis.probes import Probe, make_probe
from gdlearn.diagnosis.ratios import constant, factor, ratio, sentence
from gdlearn.diagnosis.reference import Reference, reference
from gdlearn.diagnosis.suspects import fixed_rate, own_start, right_loop, suspects
from gdlearn.diagnosis.walk import Walk
from gdlearn.errors import InputError
from gdlearn.mistakes import CATALOGUE, PROGRAMS
from gdlearn.objectives import Convention, MeanSquaredError

FIVE, EIGHT = make_probe(5, 3), make_probe(8, 4)


# Problems.


@pytest.mark.parametrize(
    ("targets", "allowed", "whole"),
    [("numbers", (-3, 4), False), ("labels", (0, 1), True), ("counts", (0, 6), True), ("classes", (0, 2), True)],
)
def test_every_problem_is_within_what_was_promised(targets: str, allowed: tuple[int, int], whole: bool) -> None:
    probes = [make_probe(n, p, targets) for n in range(3, 30) for p in range(2, 8)]
    y, w, x = (
        np.concatenate([np.ravel(each) for each in found])
        for found in (
            [probe.y for probe in probes],
            [probe.w for probe in probes],
            [np.array(probe.X)[:, :-1] for probe in probes],
        )
    )
    for values, (low, high) in ((y, allowed), (w, (-2, 2)), (x, (-2, 3))):
        assert low <= min(values) < low + 0.05  # thousands of them: the range is used to its ends
        assert high - 0.05 < max(values) <= high
        np.testing.assert_array_equal(values, np.round(values, 2))
        assert len(set(values)) == high - low + 1 if whole and values is y else len(set(values)) > 300
        assert abs(np.mean(values) - (low + high) / 2) < 0.15  # and evenly: the mean of 2000 or more is that good
    assert np.all(w)  # away from w = 0
    assert all(np.all(np.array(probe.X)[:, -1] == 1) for probe in probes)
    if targets in {"labels", "classes"}:  # however few the samples, every class is there
        assert all(probe.y[: allowed[1] + 1] == list(range(allowed[1] + 1)) for probe in probes)


def test_a_problem_is_the_same_one_every_time_and_of_no_other_shape() -> None:
    assert make_probe(5, 3).X[:2] == [[-1.21, -0.1, 1.0], [-0.53, 0.62, 1.0]]  # as the lessons print it
    assert make_probe(5, 3).y == [-0.92, -2.04, 3.52, -0.93, 0.24]
    assert make_probe(5, 3).w == [0.62, 1.28, 1.78]
    firsts = {make_probe(n, p).X[0][0] for n in range(1, 9) for p in range(2, 6)}
    assert len(firsts) > 28  # of 32, drawn from 500: two or three of them may meet
    assert len(make_probe(5, 3, size=9).w) == 9


def test_a_problem_says_what_it_cannot_show() -> None:
    weak = Probe([[0.5, 1.0]], [1.0], [0.0, 0.0])
    assert [note.split(",")[0] for note in weak.weaknesses] == ["All weights are 0", "With 2 weights", "With 1 sample"]
    assert list(Probe([[1.0, 1.0], [2.0, 1.0]], [0.0, 1.0], [0.0, 1.0]).weaknesses) == [
        "With 2 weights, dividing by n p and forgetting the 2 give the same numbers.",
        "With as many samples as weights, X and its transpose fit in the same places.",
    ]
    assert not list(FIVE.weaknesses)
    assert FIVE.name == "the problem with 5 samples and 3 weights"


# Questions.

ANSWERS: list[tuple[Any, list[float], tuple[int, ...] | None, str, str]] = [
    (np.array([1.0, 2.0]), [1.0, 2.0], (2,), "float64", "ndarray"),
    (np.array([[1, 2]], dtype=np.float32), [1.0, 2.0], (1, 2), "float32", "ndarray"),
    (torch.tensor([1.0, 2.0]), [1.0, 2.0], (2,), "float32", "Tensor"),
    (torch.tensor([1.5], dtype=torch.bfloat16), [1.5], (1,), "bfloat16", "Tensor"),
    ((1, 2.5), [1.0, 2.5], (2,), "float64", "tuple"),
    ([np.float64(1.0), np.array(2.0)], [1.0, 2.0], (2,), "float64", "list"),
    (2.5, [2.5], (), "float64", "float"),
    ([[1.0], [1.0, 2.0]], [], None, "float64", "list"),
    (None, [], None, "float64", "NoneType"),
    ("1.5", [], None, "float64", "str"),
    ([10**400], [], None, "float64", "list"),
    (torch.empty(2, device="meta"), [], None, "float32", "Tensor"),
]


@pytest.mark.parametrize(("result", "numbers", "shape", "dtype", "kind"), ANSWERS, ids=lambda each: repr(each)[:20])
def test_whatever_comes_back_is_described(
    result: Any, numbers: list[float], shape: tuple[int, ...] | None, dtype: str, kind: str
) -> None:
    assert Question(lambda *_: result)(FIVE) == Answer(numbers, shape, dtype, kind, ())


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("arrays", ["numpy", "torch", "lists"])
def test_a_function_is_given_the_arrays_that_it_is_written_for(arrays: str, columns: bool) -> None:
    given: list[Any] = []

    def keep(*arguments: Any) -> None:
        given.extend(arguments)

    Question(keep, arrays, columns)(FIVE)
    assert [type(each) for each in given] == [{"numpy": np.ndarray, "torch": torch.Tensor, "lists": list}[arrays]] * 3
    assert {str(getattr(each, "dtype", "float64"))[-7:] for each in given} == {"float64"}
    y, w = ([[value] for value in each] if columns else each for each in (FIVE.y, FIVE.w))
    assert [nested(each) for each in given] == [FIVE.X, y, w]
    assert not any(mine is theirs for mine, theirs in zip(given, (FIVE.X, FIVE.y, FIVE.w), strict=True))


def test_what_a_function_writes_into_is_found_by_its_name() -> None:
    def writes(X: Any, _: Any, w: Any) -> None:
        X[0][0] += 1
        w[1] += 7.0  # a number, not a column

    for arrays in ("numpy", "torch", "lists"):
        assert Question(writes, arrays)(FIVE).changed == ("X", "w")
    assert make_probe(5, 3) == FIVE  # the problem itself is as it was


def test_what_is_no_function_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match=r"^the gradient is a list; it must be a function of X, y and w\.$"):
        Question([1.0])  # type: ignore[arg-type]


# Ratios in words.

POWERS = {  # of n and of p
    "": (0, 0),
    "n": (1, 0),
    "1/n": (-1, 0),
    "1/p": (0, -1),
    "p": (0, 1),
    "n²": (2, 0),
    "1/n²": (-2, 0),
    "1/(n p)": (-1, -1),
}
ALONE = {1.0: "exactly", 2.0: "exactly twice", 0.5: "exactly half of", -1.0: "minus 1 times", 0.25: "0.25 times"}


@pytest.mark.parametrize("size", [1.0, 2.0, 0.5, -1.0, 4.0, 0.25, -2.0, -0.5])
@pytest.mark.parametrize("power", POWERS)
def test_a_factor_that_people_write_gets_its_words(power: str, size: float) -> None:
    a, b = POWERS[power]
    ratios = [ratio(each, [size * each.n**a * each.p**b * v for v in each.w], each.w) for each in (FIVE, EIGHT)]
    alone = ALONE.get(size, f"{size:g} times")
    assert factor(ratios) == ((f"{size:g} · " * (size != 1) + f"{power} times") if power else alone)


def test_of_several_factors_that_fit_the_simplest_is_said() -> None:
    four = make_probe(4, 2)  # n = 4 and p = 2: 4 is n, p², 2 p and n² / 4
    assert factor([ratio(four, [4.0, 4.0], [1.0, 1.0])]) == "n times"
    assert factor([ratio(four, [2.0, 2.0], [1.0, 1.0])]) == "exactly twice"


def test_values_are_one_value_up_to_the_tolerance_and_never_without_being_finite() -> None:
    assert constant([2.0, 2.0 + 1e-9]) == 2.0
    assert constant([2.0, 2.0 + 1e-8]) is None
    assert constant([2.0, 2.0 + 1e-6], 1e-5) == 2.0
    assert constant([nan, nan]) is None
    assert constant([float("inf")] * 2) is None


HALVES = ([0.5, 0.5, 2.0], [0.5, 0.5, 0.5, 2.0])
SENTENCES: list[tuple[tuple[list[float], list[float]], str]] = [
    (([0.5] * 3, [0.5] * 4), "Your gradient is exactly half of the MSE gradient in every component."),
    (([0.03] * 3, [0.03] * 4), "Your gradient is 0.03 times the MSE gradient in every component."),
    (([-0.0] * 3, [-0.0] * 4), "Your gradient is 0 times the MSE gradient in every component."),
    (HALVES, "Your gradient is exactly half of the MSE gradient in the weights, and exactly twice it in the bias."),
    (
        ([1.0, 1.0, 0.0], [1.0] * 3 + [0.0]),
        "Your gradient is exactly the MSE gradient in the weights, and 0 in the bias.",
    ),
    (
        ([5.0, 5.0, 1e-17], [8.0] * 3 + [0.0]),
        "Your gradient is n times the MSE gradient in the weights, and 0 in the bias.",
    ),
    (
        ([0.5, 0.7, 1.0], [0.5] * 4),
        "On the problem with 5 samples and 3 weights your gradient divided by the MSE gradient is [0.5, 0.7, 1], "
        "by component.",
    ),
    (
        ([0.5, 0.7, 0.2], [0.5, 0.5, 0.7, 0.2]),
        "On the problem with 5 samples and 3 weights your gradient divided by the MSE gradient is [0.5, 0.7, 0.2], "
        "by component.",
    ),
    (
        ([0.7, 0.7, 0.5], [0.7, 0.7, 0.7, 0.6]),
        "On the problem with 5 samples and 3 weights your gradient divided by the MSE gradient is [0.7, 0.7, 0.5], "
        "by component.",
    ),
]


@pytest.mark.parametrize(("values", "said"), SENTENCES, ids=[said[:60] for _, said in SENTENCES])
def test_ratios_are_one_sentence(values: tuple[list[float], list[float]], said: str) -> None:
    ratios = [ratio(p, each, [1.0] * len(each)) for p, each in zip((FIVE, EIGHT), values, strict=True)]
    assert sentence(ratios, "MSE") == said


def test_a_ratio_to_nothing_is_no_number() -> None:
    assert ratio(FIVE, [1.0, 2.0, 0.0], [2.0, 0.0, 4.0]).text == "[0.5, nan, 0]"


# Facts.


class Layers(torch.nn.Module):
    """A model with one weight."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(2))


class Refuses:
    """An object that wants no question."""

    @property
    def state_dict(self) -> Any:
        """Nothing."""
        raise RuntimeError


class Homemade:
    """A model of one's own, which is none of PyTorch."""

    training = True

    def parameters(self) -> list[Any]:
        """Its weights."""
        return [torch.zeros(2)]


Array = type("Array", (), {"dtype": "float32", "shape": (2, 1)})  # what JAX calls its arrays
LEAF = {"requires_grad": True, "is_leaf": True, "has_grad": False}
FACTS: list[tuple[Any, dict[str, Any]]] = [
    (None, {"type": "NoneType"}),
    (True, {"type": "bool", "value": True}),
    (-3, {"type": "int", "value": -3}),
    (2**53, {"type": "int"}),
    (2**53 - 1, {"type": "int", "value": 2**53 - 1}),
    ((1, 2), {"type": "tuple", "length": 2}),
    (1.5, {}),
    ("text", {}),
    (np.ones((5, 3), dtype=np.float32), {"type": "ndarray", "dtype": "float32", "shape": [5, 3]}),
    (
        torch.zeros(2),
        {"type": "Tensor", "dtype": "torch.float32", "shape": [2], **LEAF, "requires_grad": False},
    ),
    (torch.nn.Parameter(torch.zeros(2)), {"type": "Parameter", "dtype": "torch.float32", "shape": [2], **LEAF}),
    (
        torch.zeros((), requires_grad=True) * 2,
        {"type": "Tensor", "dtype": "torch.float32", "shape": [], **LEAF, "is_leaf": False},
    ),
    (Layers(), {"type": "Layers", "module": True, **LEAF}),
    (Layers, {}),
    (Refuses(), {}),
    (Homemade(), {}),
    (Array(), {"type": "Array", "dtype": "float32", "shape": [2, 1]}),
]


@pytest.mark.parametrize(("value", "known"), FACTS, ids=lambda each: repr(each)[:20])
def test_of_a_variable_is_known_what_json_can_hold(value: Any, known: dict[str, Any]) -> None:
    assert facts({"it": value}) == {"variables": {"it": known} if known else {}}


def test_a_tensor_with_a_gradient_is_known_to_have_one() -> None:
    w = torch.zeros(2, requires_grad=True)
    w.sum().backward()  # type: ignore[no-untyped-call]
    assert facts({"w": w})["variables"]["w"]["has_grad"]


PROGRAMS_THAT_STOP = {
    "before any loop": ("1 / zero\n", 0),
    "in the third turn": ("for k in range(9):\n    1 / (k - 2)\n", 2),
    "in the third turn from one": ("for k in range(1, 9):\n    1 / (k - 3)\n", 2),
    "after a loop": ("for k in range(9):\n    pass\n1 / zero\n", 0),
    "in an inner loop": ("for k in range(9):\n    for j in range(9):\n\n        1 / (k - 1)\n", 1),
    "in a while loop": ("k = 0\nwhile True:\n    1 / (k - 2)\n    k += 1\n", None),
    "in a loop over names": ("for name in 'ab':\n    1 / zero\n", None),
    "in a branch of a loop": ("for k in range(9):\n    if k > 3:\n        1 / zero\n", 4),
    "in a function that has no loop": ("def f():\n    1 / zero\nfor k in range(9):\n    f()\n", None),
    "in a method with a loop": (
        "class C:\n    def f(self):\n        for k in range(9):\n            1 / (k - 5)\nC().f()\n",
        5,
    ),
    "in a function made in a loop": (
        "for k in range(9):\n    def f():\n        1 / (zero * k)\n    if k > 1:\n        f()\n",
        None,
    ),
}


@pytest.mark.parametrize("name", PROGRAMS_THAT_STOP)
def test_how_often_a_loop_went_round_is_read_from_where_it_stopped(name: str, tmp_path: Path) -> None:
    text, done = PROGRAMS_THAT_STOP[name]
    file = tmp_path / "learner.py"
    file.write_text(text)
    try:
        exec(compile(text, str(file), "exec"), {"zero": 0})
    except ZeroDivisionError as error:
        error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next  # without this test's own frame
        found = facts(error)
    assert found.get("done") == done
    line = next(line for line in text.splitlines() if "1 /" in line)
    assert (found["number"], found["line"]) == (text.splitlines().index(line) + 1, line.strip())


def test_a_method_is_known_by_what_its_object_holds_and_a_function_by_the_globals_that_it_names() -> None:
    class Model:
        def __init__(self) -> None:
            self.weights = [0.0, 0.0]

        def stop(self) -> None:
            raise ValueError(FIVE_SAMPLES)

    with pytest.raises(ValueError, match="5") as caught:
        Model().stop()
    known = facts(caught.value)["variables"]
    assert known["weights"] == {"type": "list", "length": 2}
    assert known["FIVE_SAMPLES"] == {"type": "int", "value": 5}
    assert "FACTS" not in known  # a global that no line of it names


FIVE_SAMPLES = 5


def test_an_exception_that_was_never_raised_has_no_facts() -> None:
    assert facts(ValueError("no")) == {"variables": {}}


def test_whose_file_it_is() -> None:
    import gdlearn

    own = Path(gdlearn.__file__).parent
    learners = [__file__, "<stdin>", "<ipython-input-1>", str(own / "exercises" / "files" / "lesson_4.py")]
    others = [str(own / "descent.py"), np.__file__, torch.__file__, pytest.__file__]
    others += [str(own / "exercises" / "run.py"), "<frozen runpy>", "<__array_function__ internals>"]
    assert [is_learners(file) for file in learners] == [True] * len(learners)
    assert [is_learners(file) for file in others] == [False] * len(others)


# Walks, and the loops that are suspected.


def descent(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
    history = [w]
    for _ in range(steps):
        history.append(history[-1] - learning_rate * 2 / len(y) * X.T @ (X @ history[-1] - y))
    return history


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("probe", [FIVE, EIGHT, make_probe(4, 2)], ids=lambda each: each.name)
def test_a_walk_takes_a_rate_of_one_digit_that_is_safe(probe: Probe, convention: Convention) -> None:
    walk = Walk.on(probe, convention, 4)
    X = np.array(probe.X)
    hessian = 2 * {"mean": 1 / probe.n, "sum": 1, "half_mean": 0.5 / probe.n, "half_sum": 0.5}[convention] * X.T @ X
    stable = 2 / np.linalg.norm(hessian, 2)
    assert walk.rate == float(f"{0.3 * stable:.0e}")
    assert walk.rate <= stable / 2
    assert walk.steps == 4


WALK = Walk(FIVE, 0.1, 2)
ROWS: list[tuple[str, Any, Any]] = [
    ("lists", [[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]),
    ("a table", np.arange(6.0).reshape(2, 3), [[0, 1, 2], [3, 4, 5]]),
    ("columns", [np.ones((3, 1)), np.zeros((3, 1))], [[1] * 3, [0] * 3]),
    ("rows of a layer", torch.ones((2, 1, 3)), [[1] * 3] * 2),
    ("blocks of another size", np.ones((2, 2, 2)), np.ones((2, 2, 2)).tolist()),
    ("one row", np.ones(3), [1] * 3),
    ("tensors with a graph", [torch.ones(3, requires_grad=True) * 2], [[2] * 3]),
    ("a generator", (row for row in [[1.0, 2.0, 3.0]]), [[1, 2, 3]]),
    ("whole numbers", np.ones((2, 3), dtype=int), [[1] * 3] * 2),
]


@pytest.mark.parametrize(("name", "result", "table"), ROWS, ids=[name for name, *_ in ROWS])
def test_rows_are_read_as_one_table(name: str, result: Any, table: Any) -> None:
    taken = WALK.taken(lambda *_: result)
    assert taken.table.tolist() == table
    assert taken.table.dtype == np.float64
    assert taken.uses_torch == ("layer" in name or "graph" in name)
    assert taken.keeps_graph == ("graph" in name)
    assert taken.changed == ()


@pytest.mark.parametrize("result", [None, "text", 1.0, [["a"]], [[1.0], [1.0, 2.0]], 5j])
def test_what_is_no_table_is_none(result: Any) -> None:
    table = WALK.taken(lambda *_: result).table
    assert table is None or table.ndim == 0


def test_rows_part_where_the_difference_exceeds_the_largest_weight_so_far() -> None:
    right = np.array([[1.0, 2.0, 4.0], [1.0, 1.0, 1.0], [8.0, 0.0, 0.1]]) + 1e-3 / 3  # nothing that fits in float32
    inside, outside = 4 * 0.9e-9, 4 * 1.2e-9  # the largest so far is 4 in the second row too
    for shift, answer in ((inside, []), (outside, [1, 2]), (-outside, [1, 2]), (nan, [1, 2])):
        mine = right.copy()
        mine[1, 2] += shift
        taken = WALK.taken(lambda *_, mine=mine: mine)
        assert taken.leaves(right) == answer
        assert taken.fits(right) == (not answer)
    assert not WALK.taken(lambda *_: right[:2]).fits(right)


def test_numbers_that_overflow_on_the_way_are_no_reason_for_a_warning() -> None:
    def overflows(_: Any, __: Any, w: Any, ___: float, steps: int) -> Any:
        return [w * 1e308 * 10**k for k in range(steps + 1)]

    rows = WALK.taken(overflows).table
    assert not np.isfinite(rows[-1]).all()
    np.testing.assert_array_equal(WALK(overflows), rows)


def test_infinite_rows_fit_infinite_rows() -> None:
    rows = np.array([[0.1, 0.1, 0.1], [np.inf, -np.inf, 0.1]])
    assert WALK.taken(lambda *_: rows).fits(rows)
    assert not WALK.taken(lambda *_: rows).fits(-rows)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-9), (np.float32, 1e-5)])
def test_rows_are_judged_by_the_precision_that_they_were_computed_in(dtype: Any, tolerance: float) -> None:
    rows = np.array([[0.1, 0.2, 0.3], [0.7, 0.8, 0.9]]).astype(dtype)
    assert WALK.taken(lambda *_: rows).tolerance == tolerance
    assert WALK.taken(lambda *_: rows[:1]).tolerance == 1e-9  # the start alone was given, and not computed
    assert WALK.taken(lambda *_: [[1.0] * 3, [1e300] * 3]).tolerance == 1e-9  # too large for float32, and no warning


def test_the_suspects_are_the_loops_of_their_names() -> None:
    squares = Reference(MeanSquaredError)
    groups = list(suspects(squares))
    singles, pairs, both, gradients = ({each.ids: each for each in group} for group in groups)
    probes = squares.probes
    assert probes == (FIVE, EIGHT)
    walk, gradient = Walk(FIVE, 0.05, 3), PROGRAMS["gradient"].function()
    np.testing.assert_allclose(walk(right_loop(squares)), walk(descent), rtol=1e-13)
    for (name,), suspect in singles.items():  # the catalogue's own wrong program, run by itself, is the oracle
        mistake = CATALOGUE[name]
        if mistake.program not in {"descent", "gradient"}:
            continue
        names = {"gradient": gradient} if mistake.program == "descent" else {}
        wrong = mistake.wrong.function(**names)
        loop = wrong if names else PROGRAMS["descent"].function(gradient=wrong)
        try:
            taken = [Walk(probe, 0.05, steps).taken(loop) for probe, steps in zip(probes, (3, 4), strict=True)]
        except ValueError:
            continue
        assert suspect.explains(taken), name
    for ids in (("missing-two", "start-missing"), ("sum-not-mean", "recorded-too-early")):
        loop = CATALOGUE[ids[1]].wrong.function(gradient=CATALOGUE[ids[0]].wrong.function())
        assert both[ids].explains([walk.taken(loop)])
    twice = PROGRAMS["gradient"].edited(*CATALOGUE["missing-two"].edits, *CATALOGUE["bias-forgotten"].edits)
    loop = PROGRAMS["descent"].function(gradient=twice.function())
    assert gradients["missing-two", "bias-forgotten"].explains([walk.taken(loop)])
    edits = (*CATALOGUE["rate-twice"].edits, *CATALOGUE["start-missing"].edits)
    loop = PROGRAMS["descent"].edited(*edits).function(gradient=gradient)
    assert pairs["rate-twice", "start-missing"].explains([walk.taken(loop)])
    assert [{len(each.ids) for each in group} for group in groups] == [{1}, {2}, {2}, {2}]
    right = [Walk(probe, 0.07, 3).taken(descent) for probe in probes]
    assert {ids for ids, each in singles.items() if each.explains(right)} <= {("caller-changed",)}  # its rows are right


def test_an_objective_is_made_of_lists_wherever_it_can_be() -> None:
    made = Reference(MeanSquaredError).objective
    assert isinstance(made, MeanSquaredError)
    assert [type(made.X), type(made.y)] == [ListArray, ListArray]
    assert (nested(made.X), nested(made.y)) == (EIGHT.X, EIGHT.y)


def test_an_objective_that_accepts_no_targets_is_refused_with_what_it_said() -> None:
    def never(*_: Any) -> Any:
        raise InputError("not these.")

    said = r"^the objective takes neither numbers nor labels, counts or classes: not these\.$"
    with pytest.raises(InputError, match=said):
        reference(objective=never)


def test_a_rate_or_a_start_of_its_own_is_found_only_where_it_explains_every_row() -> None:
    walks = [Walk(FIVE, 0.1, 3), Walk(EIGHT, 0.05, 4)]

    def fixed(X: Any, y: Any, w: Any, _: float, steps: int) -> Any:
        return descent(X, y, w, 0.02, steps)

    def seeded(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        return descent(X, y, np.full(len(w), 0.25), learning_rate, steps)

    def shifted(X: Any, y: Any, w: Any, learning_rate: float, steps: int) -> Any:
        return descent(X, y, w + 1, learning_rate, steps)

    def both(X: Any, y: Any, w: Any, _: float, steps: int) -> Any:
        return seeded(X, y, w, 0.02, steps)

    taken = {loop: [walk.taken(loop) for walk in walks] for loop in (fixed, seeded, shifted, both, descent)}
    assert fixed_rate(descent, taken[fixed]) == pytest.approx(0.02, rel=1e-12)
    assert fixed_rate(descent, [Walk(FIVE, 0.1, 1).taken(fixed)]) == pytest.approx(0.02, rel=1e-12)
    assert fixed_rate(descent, taken[shifted]) is None
    assert fixed_rate(descent, taken[descent]) is None  # 0.1 here and 0.05 there is none of its own
    assert own_start(descent, seeded, taken[seeded]) is True
    assert own_start(descent, shifted, taken[shifted]) is False  # from w + 1: it depends on what it is given
    assert own_start(descent, fixed, taken[fixed]) is False
    assert own_start(descent, both, taken[both]) is False
    short = [walk.taken(lambda *a: seeded(*a)[:-1]) for walk in walks]
    assert own_start(descent, seeded, short) is False
    for rows in (np.ones(3), np.ones((1, 3)), np.ones((4, 7))):
        assert fixed_rate(descent, [WALK.taken(lambda *_, rows=rows: rows)]) is None
