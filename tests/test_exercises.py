"""Exercises: what the manifest says, what the folders hold, and that every check is right about right and wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import torch

from gdlearn.arrays import real_numbers
from gdlearn.diagnosis import Diagnosis
from gdlearn.errors import InputError
from gdlearn.exercises import Exercise, WrongAnswer, check, check_file, exercises, find, to_notebook
from gdlearn.exercises.answers import same, shown
from gdlearn.exercises.checking import check_answers
from gdlearn.exercises.ended import ended
from gdlearn.exercises.known import known
from gdlearn.exercises.limits import Limits
from gdlearn.exercises.manifest import read_manifest
from gdlearn.exercises.matrix import known_rows
from gdlearn.exercises.right import OTHER, RIGHT
from gdlearn.exercises.verify import quiet, unlisted, verify
from gdlearn.exercises.wire import decode, encode

Make = Callable[..., Exercise]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Writes an exercise into a folder of its own."""
    monkeypatch.setattr("gdlearn.exercises.exercise.FILES", tmp_path)

    def write(kind: str, function: str, files: dict[str, str], **more: Any) -> Exercise:
        task = '"""Try it.\n\nThe task.\n"""\n\n'
        stub = f'{task}def {function}(*given):\n    raise NotImplementedError("TODO: try it.")\n'
        for name, text in ({"stub.py": stub} | files).items():
            path = tmp_path / "tried" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((task if name == "solution.py" else "") + dedent(text))
        return Exercise("tried", 4, "Try it", 5, kind, (function,), ("a", "b", "c"), **more)

    return write


# The exercises as they are


SLOW = [pytest.param(each.name, marks=[pytest.mark.slow] * (each.kind == "backend")) for each in exercises().values()]


@pytest.mark.parametrize("name", SLOW)
def test_an_exercise_is_whole_and_every_wrong_answer_is_named_as_it_says(name: str) -> None:
    assert list(verify(find(name))) == []


def test_nothing_lies_beside_the_exercises() -> None:
    assert list(unlisted()) == []


def test_exercises_come_in_the_order_of_the_lessons() -> None:
    names = [exercise.file_name for exercise in exercises().values()]
    assert names == sorted(names)


IN_NUMPY = ["gradient-loop", "gradient-vectorised", "write-the-loop"]
IN_TORCH = [pytest.param(name, marks=pytest.mark.slow) for name in ("keep-the-leaf", "descend-in-torch")]


@pytest.mark.parametrize("name", [*IN_NUMPY, *IN_TORCH])
def test_a_file_is_judged_apart_as_it_is_judged_here(name: str) -> None:
    exercise = find(name)
    files = [exercise.stub, exercise.solution, *exercise.variants, *(wrong.path for wrong in exercise.wrong)]
    for file in files:
        apart, here = check_file(exercise, file), quiet(exercise, file)  # PyTorch warns of some mistakes
        assert (apart.ok, apart.mistakes, apart.message) == (here.ok, here.mistakes, here.message)


@pytest.mark.parametrize("program", (RIGHT["gradient"] | OTHER["gradient"]).values())
def test_every_legitimate_gradient_is_accepted(program: Callable[..., Any]) -> None:
    found = check("gradient-vectorised", program)
    assert found.ok, found.message


@pytest.mark.parametrize("program", (RIGHT["descent"] | OTHER["descent"]).values())
def test_every_legitimate_loop_is_accepted(program: Callable[..., Any]) -> None:
    found = check("write-the-loop", program)
    assert found.ok, found.message


def test_the_right_gradients_are_the_slope_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    X, y, w = np.column_stack([rng.normal(1, 2, (7, 2)), np.ones(7)]), rng.normal(size=7), rng.normal(size=3)
    step = 1e-6 * np.eye(3)
    slope = [(np.mean((X @ (w + h) - y) ** 2) - np.mean((X @ (w - h) - y) ** 2)) / 2e-6 for h in step]
    for label, program in (RIGHT["gradient"] | OTHER["gradient"]).items():
        np.testing.assert_allclose(program(X, y, w), slope, rtol=1e-5, err_msg=label)


# The manifest


def test_an_exercise_is_found_by_its_name_and_by_its_file() -> None:
    for name in ("gradient-loop", "04-1-gradient-loop.py", "some/where/gradient_loop.py"):
        assert find(name).name == "gradient-loop"
    with pytest.raises(InputError, match="did you mean gradient-loop"):
        find("gradient-lop")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("minutes = 5", "minuets = 5"), "no field minuets"),
        (("minutes = 5", ""), "lacks a field"),
        (('hints = ["a", "b", "c"]', ""), "lacks a field"),
    ],
)
def test_a_manifest_that_is_not_as_it_must_be_is_refused(change: tuple[str, str], sentence: str) -> None:
    entry = """
        [[exercise]]
        name = "tried"
        lesson = 4
        title = "Try it"
        minutes = 5
        kind = "gradient"
        function = "gradient"
        hints = ["a", "b", "c"]
    """
    assert read_manifest(entry)["tried"].functions == ("gradient",)
    with pytest.raises(InputError, match=sentence):
        read_manifest(entry.replace(*change))
    with pytest.raises(InputError, match="twice"):
        read_manifest(entry + entry)


def test_the_header_of_a_wrong_answer_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(
        "# mistake: own-one\n# title: A title\n# message: A: message.\n# cure: A cure.\n\n# mistake: other\n"
    )
    assert WrongAnswer.read(file) == WrongAnswer(file, ("own-one",), "A title", "A: message.", "A cure.")
    file.write_text("# mistake: missing-two, wrong-sign\nx = 1\n")
    assert WrongAnswer.read(file).mistakes == ("missing-two", "wrong-sign")


# The author's check


TWICE = "# mistake: own-twice\n# title: Twice\n# message: It is twice.\n# cure: Halve it.\n"
SOLVED = {
    "solution.py": "def half(x):\n    return x / 2\n",
    "wrong/twice.py": TWICE + "def half(x):\n    return 2 * x\n",
    "variants/times.py": "def half(x):\n    return 0.5 * x\n",
    "cases.py": "CASES = [(3.0,), (5.0,)]\n",
}


def test_an_exercise_that_is_whole_has_no_faults(make: Make) -> None:
    assert list(verify(make("function", "half", SOLVED))) == []


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("stub.py", '"""Try it.\n\nThe task.\n"""\n\n\ndef half(x):\n    return 0\n', "the stub must stop with"),
        ("stub.py", '"""Try.\n\nThe task.\n"""\n', "the first line of the stub must be its title"),
        ("solution.py", "def half(x):\n    return x / 3\n", "times.py is right and is rejected"),
        ("variants/times.py", "def half(x):\n    return 0.6 * x\n", "times.py is right and is rejected"),
        (
            "wrong/twice.py",
            "# mistake: own-twice\ndef half(x):\n    return 2 * x\n",
            "own-twice is not in the catalogue",
        ),
        ("wrong/right.py", "# mistake: missing-two\ndef half(x):\n    return x / 2\n", "right.py is wrong and PASSES"),
        ("wrong/again.py", "# mistake: missing-two\ndef half(x):\n    return 2 * x\n", "twice.py is named missing-two"),
        ("wrong/silent.py", "def half(x):\n    return -x\n", "does not say which mistake"),
        ("notes.txt", "hello", "notes.txt has no place here"),
    ],
)
def test_the_author_hears_of_every_fault(make: Make, file: str, text: str, fault: str) -> None:
    faults = list(verify(make("function", "half", SOLVED | {file: text})))
    assert any(fault in found for found in faults), faults


def test_the_author_hears_of_what_is_missing(make: Make, tmp_path: Path) -> None:
    exercise = make("function", "half", {"solution.py": SOLVED["solution.py"]})
    assert "cases.py is missing." in list(verify(exercise))
    assert any("no wrong answer" in fault for fault in verify(exercise))
    assert any("held against itself alone" in fault for fault in verify(exercise))
    assert list(unlisted(tmp_path)) == [f"tried lies in {tmp_path.name}/ and is not in the manifest."]


# The kinds


def judge(exercise: Exercise, text: str) -> Diagnosis:
    file = exercise.folder.parent / "learner.py"
    file.write_text(dedent(text))
    return check_file(exercise, file)


def test_a_wrong_answer_of_a_function_is_recognised_by_its_answers(make: Make) -> None:
    exercise = make("function", "half", SOLVED)
    assert judge(exercise, "half = lambda x: x * 0.5").ok
    found = judge(exercise, "def half(x):\n    return x + x")
    assert found.mistakes == ("own-twice",)
    assert found.message == "half(3) should be 1.5. Yours gives 6.\nIt is twice. Halve it."
    found = judge(exercise, "def half(x):\n    return x / 2 + 1")
    assert (found.ok, found.mistakes) == (False, ())
    assert "half(3) should be 1.5. Yours gives 2.5" in found.message
    assert "do not recognise" in found.message
    assert found.state == "unknown"


def test_an_exception_is_an_answer_that_can_be_recognised(make: Make) -> None:
    loud = "# mistake: own-loud\n# title: t\n# message: It raises.\n# cure: c\ndef half(x):\n    raise KeyError(x)\n"
    exercise = make("function", "half", SOLVED | {"wrong/loud.py": loud})
    assert judge(exercise, "def half(x):\n    return {}[x]").mistakes == ("own-loud",)
    found = judge(exercise, "def half(x):\n    return x.none")
    assert found.mistakes == ()
    assert "AttributeError" in found.message
    assert found.evidence["line"] == 2


def test_a_function_may_not_change_what_the_next_call_is_given(make: Make) -> None:
    files = {
        "solution.py": "def total(v):\n    return sum(v)\n",
        "wrong/one.py": "# mistake: missing-two\ndef total(v):\n    return 1\n",
        "cases.py": "import numpy as np\nV = np.array([1.0, 2.0])\nCASES = [(V,), (V,)]\n",
    }
    exercise = make("function", "total", files)
    assert judge(exercise, "def total(v):\n    s = sum(v)\n    v[:] = 0\n    return s").ok


def test_a_check_of_its_own_decides(make: Make) -> None:
    files = {
        "solution.py": "def rate():\n    return 0.02\n",
        "wrong/large.py": "# mistake: rate-too-large\ndef rate():\n    return 3.0\n",
        "check.py": """
            from gdlearn.diagnosis import Diagnosis

            def check(learner, exercise):
                rate = learner.call("rate")
                if rate > 1:
                    return exercise.named(("rate-too-large",), f"Your rate is {rate}.", rate=rate)
                return Diagnosis(True, (), f"{rate} converges.")
        """,
    }
    exercise = make("own", "rate", files)
    assert list(verify(exercise)) == []
    assert judge(exercise, "def rate():\n    return 0.5").message == "0.5 converges."
    assert judge(exercise, "def rate():\n    return 2.0").message.startswith("Your rate is 2.0.\n")


TEST = """
    import numpy as np

    def test(gradient):
        X, y = np.array([[2.0, 3.0, 1.0], [1.0, -1.0, 1.0], [0.5, 4.0, 1.0], [3.0, 0.0, 1.0]]), np.arange(4.0)
        w = np.ones(3)
        assert np.allclose(gradient(X, y, w), 2 / 4 * X.T @ (X @ w - y), rtol=TOLERANCE)
"""


def test_a_test_is_judged_by_what_it_lets_pass_and_by_what_it_rejects(make: Make) -> None:
    mutants = ["missing-two", "n-minus-one", "wrong-sign"]
    exercise = make("tests", "test", {}, options={"mutants": mutants})
    assert judge(exercise, TEST.replace("TOLERANCE", "1e-9")).ok
    assert judge(exercise, TEST.replace("TOLERANCE", "0.4")).mistakes == ("n-minus-one",)
    assert judge(exercise, "def test(gradient):\n    pass").mistakes == tuple(mutants)
    assert judge(exercise, "def test(gradient):\n    assert False, 'never'").mistakes == ("rejects-right",)
    found = judge(exercise, "def test(gradient):\n    return gradient.none")
    assert not found.ok
    assert "AttributeError" in found.message


def test_a_test_of_loops_is_judged_too(make: Make) -> None:
    exercise = make("tests", "test", {}, options={"mutants": ["stale-weights"], "subject": "descent"})
    program = """
        import numpy as np

        def test(descend):
            X, y, w = np.array([[2.0, 1.0], [1.0, 1.0], [-1.0, 1.0]]), np.array([1.0, 0.0, 2.0]), np.ones(2)
            rows = descend(X, y, w, 0.1, STEPS)
            for t in range(STEPS):
                w = w - 0.1 * 2 / 3 * X.T @ (X @ w - y)
                assert np.allclose(rows[t + 1], w)
    """
    assert judge(exercise, program.replace("STEPS", "3")).ok
    assert judge(exercise, program.replace("STEPS", "1")).mistakes == ("stale-weights",)


@pytest.mark.slow
def test_a_backend_is_judged_by_the_checks_that_it_fails(make: Make) -> None:
    wrong = "# mistake: own-view\n# title: t\n# message: It is a view.\n# cure: Copy it.\n"
    known = {"own-view": ["snapshots_never_change"]}
    exercise = make("backend", "Mine", {"wrong/view.py": wrong}, options={"known": known}, limits={"seconds": 60})
    right = "from gdlearn.backends.numpy_backend import NumpyBackend\n\nclass Mine(NumpyBackend):\n    name = 'mine'\n"
    assert judge(exercise, right).ok
    view = right + "    def snapshot(self, parameters):\n        return parameters\n"
    found = judge(exercise, view)
    assert not found.ok
    assert "snapshots_never_change" in found.evidence["failed"]


# The kill matrix


@pytest.mark.parametrize(
    ("verdict", "fates"),
    [
        (Diagnosis(True, (), "All is well."), {"catalogue": {"PASSED"}, "pair": {"PASSED"}, "variant": {"accepted"}}),
        (
            Diagnosis(False, (), "Nothing is."),
            {"catalogue": {"only rejected"}, "pair": {"only rejected"}, "variant": {"FALSE ALARM"}},
        ),
        (
            Diagnosis(False, ("missing-two",), "Always the same."),
            {
                "catalogue": {"named rightly", "named wrongly"},
                "pair": {"named wrongly"},
                "variant": {"FALSE ALARM"},
            },
        ),
    ],
)
def test_the_matrix_sees_a_check_that_is_blind(
    monkeypatch: pytest.MonkeyPatch, verdict: Diagnosis, fates: dict[str, set[str]]
) -> None:
    monkeypatch.setattr("gdlearn.exercises.matrix.check_answers", lambda *_: verdict)
    rows = list(known_rows(find("gradient-loop")))
    for source, expected in fates.items():
        assert {str(row.fate) for row in rows if row.source == source} == expected
    right = [row for row in rows if row.fate == "named rightly"]
    assert all(row.expected == ("missing-two",) for row in right)


def test_two_names_of_one_program_are_both_right() -> None:
    programs = known(find("gradient-loop"))
    assert programs.alike(("missing-two",), programs.named["missing-two",])
    assert not programs.alike(("missing-two",), programs.named["two-twice",])
    assert not programs.alike((), programs.named["two-twice",])


def test_what_cancels_out_is_no_wrong_answer() -> None:
    programs = known(find("gradient-loop"))
    right = RIGHT["gradient"]["vectorised"]
    rng = np.random.default_rng(1)
    X, w = np.column_stack([rng.normal(1, 2, (7, 3)), np.ones(7)]), rng.normal(size=4)
    y = X @ w + rng.normal(size=7)  # residuals of both signs
    for _, ids, program in programs.wrong:
        if "transposed" not in ids:  # its shapes do not fit here
            assert not same(right(X, y, w), program(X, y, w)), ids


# What does not come to its end


@pytest.mark.parametrize(
    ("text", "sentence", "line"),
    [
        ("def gradient(X, y, w)\n    return 1", "Python cannot read line 1", 1),
        ("def other(X, y, w):\n    return 1", "There is no gradient in your file", None),
        ("def gradient(X, y):\n    return 1", "takes 2 positional arguments but 3 were given", None),
        ("def gradient(X, y, w):\n    return gradient(X, y, w)", "calls itself and never stops", 2),
        ("def gradient(X, y, w):\n    return X.none", "Line 2 raises AttributeError", 2),
        ("import nothing_like_this", "nothing_like_this, which is not installed", 1),
        ("raise SystemExit", "Line 1 ends the whole program", 1),
    ],
)
def test_a_program_that_does_not_come_to_its_end_is_one_sentence(
    tmp_path: Path, text: str, sentence: str, line: int | None
) -> None:
    (tmp_path / "mine.py").write_text(text)
    found = check_file(find("gradient-loop"), tmp_path / "mine.py")
    assert (found.ok, found.mistakes, found.evidence["line"]) == (False, (), line)
    assert sentence in found.message
    assert len(found.message.splitlines()) == 1


def test_an_exception_with_a_known_cause_is_named_even_inside_a_gradient(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def gradient(X, y, w):\n    r = X @ w - y\n    return 2 / len(y) * X @ r\n")
    assert check_file(find("gradient-loop"), tmp_path / "mine.py").mistakes == ("transposed",)


# Answers


def test_answers_are_the_same_but_for_rounding() -> None:
    assert same([1.0, 2.0], np.array([1.0, 2.0]))
    assert same(1.0, np.float64(1.0 + 1e-12))
    assert same([1.0, float("nan")], np.array([1.0, np.nan]))
    assert same({"a": [1, "x"], "b": None}, {"a": [1, "x"], "b": None})
    assert same(np.array([1.0, 3.0]), np.array([1.0, 3.0 + 1e-6], dtype=np.float32))
    assert same([[1.0], [1.0, 2.0]], [[1.0], [1.0, 2.0]])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.000001),
        ([1.0], [[1.0]]),
        ("a", "b"),
        (True, 1),
        (None, 0.0),
        ([1.0, 2.0], [1.0]),
        ({"a": 1}, {"b": 1}),
        (1.0, "1.0"),
        ([1.0, np.nan], [np.nan, 1.0]),
        ([[1.0], [1.0, 2.0]], [[1.0], [1.0, 3.0]]),
    ],
)
def test_answers_that_differ_are_told_apart(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_an_answer_is_shown_in_a_few_characters() -> None:
    assert shown(np.linspace(0, 1, 1000)) == "[0, 0.001001, ..., 0.998999, 1]"
    assert len(shown("x" * 1000)) <= 80


# Notebooks


@pytest.mark.parametrize("name", exercises())
def test_a_notebook_of_an_exercise_is_a_notebook_and_its_cells_run(name: str) -> None:
    import nbformat

    content = to_notebook(find(name))
    nbformat.validate(nbformat.from_dict(content))  # type: ignore[no-untyped-call]
    assert json.loads(json.dumps(content)) == content
    names: dict[str, Any] = {}
    program, call = ("".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code")
    exec(program, names)
    setup, _, last = call.rpartition("\n")
    exec(setup, names)
    found = eval(last, names)
    assert "todo" in found.evidence
    assert "Still to do" in found._repr_html_()


def test_in_a_notebook_a_mistake_is_named_and_an_exception_explained() -> None:
    assert check("gradient-vectorised", lambda X, y, w: X.T @ (X @ w - y) / len(y)).mistakes == ("missing-two",)
    found = check("gradient-vectorised", lambda *given: given[0].nothing)
    assert not found.ok
    assert "AttributeError" in found.message
    with pytest.raises(
        InputError, match=r"asks for gradient: write gdlearn\.exercises\.check\('gradient-loop', gradient\)"
    ):
        check("gradient-loop")


def test_what_is_no_function_is_told() -> None:
    found = check_answers(find("gradient-loop"), 3)
    assert not found.ok


def test_in_a_notebook_an_exception_says_the_line_of_the_cell() -> None:
    cell = "def gradient(X, y, w):\n    g = 0 * w\n    return g + R\n"
    names: dict[str, Any] = {}
    exec(compile(cell, "/tmp/ipykernel_1/cell.py", "exec"), names)
    found = check("gradient-loop", names["gradient"])
    assert found.message == "Line 3 raises NameError: name 'R' is not defined."
    assert found.evidence["line"] == 3


def test_a_loop_without_end_is_told_with_the_line_that_called_it() -> None:
    inner, outer = '  File "your program", line 4 in helper', '  File "your program", line 9 in descend'
    trace = "\n".join(["Thread 0x1 (most recent call first):", inner, outer])
    found = ended(None, trace, Limits(), late=True)
    assert found["sentence"] == "It was stopped in line 4, called from line 9, after 5 s. Does every loop end?"
    assert found["line"] == 4


def test_a_tensor_that_has_come_over_is_read_as_the_array_that_it_is_now() -> None:
    there = decode(encode(torch.ones(2, requires_grad=True) * 3))
    assert real_numbers("w", there).tolist() == [3.0, 3.0]
