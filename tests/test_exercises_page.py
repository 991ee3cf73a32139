"""Exercises in the page: the same files, the same verdicts, and Python alone."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest

from gdlearn.exercises import arrays, exercises, find
from gdlearn.exercises.arrays import Array
from gdlearn.exercises.exercise import FILES, Exercise
from gdlearn.exercises.matrix import FATAL, Row, known_rows, own_rows
from gdlearn.exercises.page import check_source
from gdlearn.exercises.verify import quiet

ROOT = Path(__file__).parents[1]
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(ROOT / "site_tools")
    page = import_module("gdlearn_site.page")

IN_PAGE = {name: exercise for name, exercise in exercises().items() if exercise.page}
RIGHT = "def gradient(X, y, w):\n    return 2 / len(y) * X.T @ (X @ w - y)\n"

# Refuses whatever is not Python's own, as in the page; some parts of Python are missing there, too.
ALONE = """
import sys
MISSING = {"curses", "multiprocessing", "resource", "sqlite3", "ssl", "subprocess"}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        own = top in sys.stdlib_module_names - MISSING or top.startswith(("gdlearn", "_sysconfigdata"))
        if not own:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
sys.path.insert(0, sys.argv[1])
import json
from gdlearn.exercises.page import check_source
for name, source in json.load(sys.stdin):
    print(check_source(name, source))
print(json.dumps(sorted(set(sys.modules))))
"""


def alone(root: Path, asked: list[tuple[str, str]]) -> tuple[list[dict[str, Any]], set[str]]:
    """What a Python without libraries answers, with the package at some place, and the modules that it has loaded."""
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(root)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    *answers, modules = map(json.loads, done.stdout.splitlines())
    return answers, set(modules)


def plain(exercise: Exercise) -> Iterator[Path]:
    """The right answers that need no library."""
    yield from (file for file in (exercise.solution, *exercise.variants) if "numpy" not in file.read_text())


def test_there_are_exercises_in_the_page_from_the_first_lessons_to_the_last() -> None:
    assert len(IN_PAGE) >= 14
    assert len({exercise.lesson for exercise in IN_PAGE.values()}) >= 10
    assert {exercise.kind for exercise in IN_PAGE.values()} == {"function", "gradient"}


@pytest.mark.parametrize("exercise", IN_PAGE.values(), ids=list(IN_PAGE))
def test_an_exercise_of_the_page_needs_no_library_and_mentions_none(exercise: Exercise) -> None:
    files = [exercise.stub, exercise.solution, exercise.folder / "cases.py", *(wrong.path for wrong in exercise.wrong)]
    for file in filter(Path.exists, files):
        assert not {"numpy", "torch"} & {word for line in file.read_text().splitlines() for word in line.split()}, file
    assert not [hint for hint in exercise.hints if "np." in hint]
    assert [file for file in plain(exercise) if file != exercise.solution], "no other right answer without NumPy"


def test_python_alone_says_what_the_command_line_says_of_every_file() -> None:
    asked: list[tuple[str, str]] = []
    expected: list[tuple[str, tuple[str, ...]]] = []
    for name, exercise in IN_PAGE.items():
        asked.append((name, exercise.stub.read_text()))
        expected.append(("todo", ()))
        for file in plain(exercise):
            asked.append((name, file.read_text()))
            expected.append(("right", ()))
        for wrong in exercise.wrong:
            asked.append((name, wrong.path.read_text()))
            expected.append(("named", wrong.mistakes))
    answers, modules = alone(page.ROOT, asked)
    said = [(answer["state"], tuple(answer["mistakes"])) for answer in answers]
    assert [each for each in zip(asked, said, expected, strict=True) if each[1] != each[2]] == []
    tops = {name.partition(".")[0] for name in modules}
    assert tops - sys.stdlib_module_names - {"__main__", "learner"} - {
        top for top in tops if top.startswith("_sysconfigdata")
    } == {"gdlearn"}


@pytest.mark.parametrize("exercise", IN_PAGE.values(), ids=list(IN_PAGE))
def test_the_sentences_of_the_page_are_those_of_the_command_line(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [exercise.stub, exercise.solution, *(wrong.path for wrong in exercise.wrong)]
    with_numpy = [quiet(exercise, file).message for file in files]
    monkeypatch.setattr(arrays, "NUMPY", False)
    assert [quiet(exercise, file).message for file in files] == with_numpy


def rows(exercise: Exercise) -> list[Row]:
    """The kill matrix of an exercise, without the right answers that need a library."""
    return [row for row in (*own_rows(exercise), *known_rows(exercise)) if row.source != "variant"]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in IN_PAGE if name != "gradient-loop"])  # asked as the vectorised one
@pytest.mark.filterwarnings("ignore")  # wrong programs overflow
def test_the_kill_matrix_of_the_page_is_that_of_the_command_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_numpy = rows(find(name))
    monkeypatch.setattr(arrays, "NUMPY", False)
    in_page = rows(find(name))
    assert in_page == with_numpy
    assert not [row for row in in_page if row.fate in FATAL]
    assert len(in_page) > (100 if find(name).kind == "gradient" else 3)


def ask(source: str, name: str = "gradient-vectorised") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(check_source(name, source))
    return found


@pytest.mark.parametrize(
    ("source", "state", "line", "said"),
    [
        ("def gradient(X, y, w)\n    return w", "stopped", 1, "cannot read line 1"),
        ("x = 1\nx / 0", "stopped", 2, "Line 2 raises ZeroDivisionError"),
        ("def gradient(X, y, w):\n    return X.nothing", "stopped", 2, "Line 2 raises AttributeError"),
        ("import sys\nsys.exit()", "stopped", 2, "Line 2 ends the whole program"),
        ("raise SystemExit(1)", "stopped", 1, "Line 1 ends the whole program"),
        ("import os\nos._exit(1)", "stopped", 2, "Line 2 ends the whole program"),
        ("raise KeyboardInterrupt", "stopped", 1, "Line 1 raises KeyboardInterrupt"),
        ("raise MemoryError", "stopped", 1, "Line 1 needs more memory than the page has."),
        ("x = [0] * 10**20", "stopped", 1, "Line 1 needs more memory than the page has."),
        ("def gradient(X, y, w):\n    return gradient(X, y, w)", "stopped", 2, "line 2 a function calls itself"),
        ("import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", "stopped", 3, "a function calls itself"),
        ("import nothing_at_all", "stopped", 1, "Line 1 imports nothing_at_all, which is not loaded in the page."),
        ("from math import nothing", "stopped", 1, "Line 1 imports what is not there"),
        ("\n\ninput('w? ')", "stopped", 3, "nobody can type here"),
        ("open('/nowhere/at all')", "stopped", 1, "FileNotFoundError"),
        ("exec('1 / 0')", "stopped", 1, "ZeroDivisionError"),
        ("print('x' * 10**7)", "stopped", 1, "prints or writes more than"),
        ("", "stopped", None, "There is no gradient in your program"),
        ("gradient = 3", "stopped", None, "gradient is no function"),
        ("def gradient(X, y, w):\n    return object()", "stopped", None, "gradient gives a object"),
        ("def gradient(X, y, w):\n    a = []\n    a.append(a)\n    return a", "stopped", None, "has no end"),
        (
            "def gradient(X, y, w):\n    raise NotImplementedError('TODO: all')",
            "todo",
            2,
            "Line 2 is still to be written",
        ),
        ("def gradient(X, y, w):\n    pass", "named", None, "returns None"),
        ("def gradient(X, y, w):\n    return 'steep'", "named", None, "returns a str"),
        ("def gradient(X, y, w):\n    return w / 0", "named", None, "no finite number"),
        ("def gradient(X, y, w):\n    w -= 1\n    return w", "named", None, "changes w itself"),
        ("def gradient(X, y, w):\n    return w**3", "unknown", None, "I do not recognise this."),
        ("\0", "stopped", None, "Python cannot read your program"),
        ("\ud800", "stopped", 1, "cannot read line 1"),
    ],
)
def test_whatever_is_typed_becomes_a_sentence_and_the_next_check_works(
    source: str, state: str, line: int | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "NUMPY", False)
    found = ask(source)
    assert (found["state"], found["line"]) == (state, line), found
    assert said in found["message"]
    assert ask(RIGHT)["state"] == "right"


def test_numpy_in_the_page_is_told_to_be_missing() -> None:
    (found,), _ = alone(page.ROOT, [("gradient-loop", "x = 1\nimport numpy as np")])
    assert found["line"] == 2
    assert found["message"].startswith(
        "Line 2 imports numpy, which is not loaded in the page. The exercise can be done"
    )


def test_what_a_program_does_to_python_itself_is_gone_when_it_returns() -> None:
    before = (len, sys.stdout, sys.stdin, sys.getrecursionlimit())
    broken = "import builtins, math, sys\nbuiltins.len = lambda x: 3\nmath.sqrt = sum = None\nsys.stdout = None\n"
    assert ask(broken + RIGHT)["state"] == "right"
    assert (len, sys.stdout, sys.stdin, sys.getrecursionlimit()) == before
    assert len([1]) == 1


def test_what_was_printed_is_kept_also_before_a_crash() -> None:
    assert ask("print('here')\n" + RIGHT)["printed"] == "here\n"
    assert ask("print('here')\n1 / 0")["printed"] == "here\n"
    assert ask("import sys\nsys.stderr.write('oh')\n" + RIGHT)["printed"] == "oh"


def test_the_answer_holds_the_html_of_the_diagnosis_and_the_names() -> None:
    found = ask("def gradient(X, y, w):\n    return X.T @ (X @ w - y) / len(y)")
    assert found["mistakes"] == ["missing-two"]
    assert '<div class="gd-diagnosis gd-named"' in found["html"]
    assert set(found) == {"state", "mistakes", "message", "html", "line", "printed"}


# The arrays, held against NumPy's.


ASKED = """
X @ w; X.T @ X; w @ w; X + w; X - X[:, :1]; 2 / X; X**2; 2.0**w; -X; abs(X); X // 2; X % 2; w / 0; 0 * X[0]; X.dot(w)
X[1]; X[1, 2]; X[-1][0]; X[:, 0]; X[1:, :-1]; X[::-1]; X[None, 1]; X[:, None]; X[...]; X[[2, 0]]; w[5:]
w[w > 0]; X[X[:, 0] > 0]; X.shape; X.T.shape; len(X); X.ndim; X.size; list(w); [1.0, 2.0, 3.0] - w; [*w, 1.0]
X.sum(); X.sum(axis=0); X.mean(axis=1, keepdims=True); X.std(axis=0, ddof=1); X.var(); X.max(axis=0); X.min(); sum(w)
X.reshape(-1); X.reshape(2, 6).T; X.ravel(); X.flatten(); X.copy(); max(w); X.T[0] @ X; X[:, :-1].T @ (X @ w)
X > 0; (X > 0) & (X < 1); ~(X > 0) | (X == X); (X != X).any(); (X <= 9).all(); bool(w[:1]); w @ X[0] + 1
"""


@pytest.mark.parametrize("expression", re.split(r"[;\n] ?", ASKED.strip()))
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_an_array_answers_as_numpy_does(expression: str) -> None:
    numbers, weights = table(4, 3), table(1, 3)[0]
    ours = eval(expression, {"X": Array(numbers), "w": Array(weights)})
    theirs = eval(expression, {"X": np.array(numbers), "w": np.array(weights)})
    assert np.shape(theirs) == (ours.shape if isinstance(ours, Array) else np.shape(ours))
    np.testing.assert_allclose(ours.tolist() if isinstance(ours, Array) else ours, theirs, rtol=1e-14)
    assert isinstance(ours, Array) or not isinstance(theirs, np.ndarray)


WRITTEN = """
v = X[1]; v -= 1
v = X.T[0]; v *= 2
v = X[:, :-1]; v[0] = 7
v = X.ravel(); v[3] = 9
v = X.copy(); v -= 1
v = X[[0, 1]]; v -= 1
v = X.flatten(); v[0] = 1
X[0, 0] = 5; X[-1] = X[0]; X[1:] = w
X[:, 1] += w[0]
X[X[:, 0] > 0] = 0
X[:, 0] = X[:, 1]; X.T[2] -= X[0, 0]
X[...] = 3
w /= 2; X -= w
w = w - 1; w -= X[0]
"""


@pytest.mark.parametrize("program", WRITTEN.strip().splitlines())
def test_what_is_written_into_a_view_is_written_into_the_array(program: str) -> None:
    numbers, weights = table(4, 3), table(1, 3)[0]
    ours: dict[str, Any] = {"X": Array(numbers), "w": Array(weights)}
    theirs: dict[str, Any] = {"X": np.array(numbers), "w": np.array(weights)}
    exec(program, ours)
    exec(program, theirs)
    for name in ("X", "w"):
        np.testing.assert_array_equal(ours[name].tolist(), theirs[name])


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("X + X[:, 0]", r"could not be broadcast together with shapes \(4,3\) \(4,\)"),
        ("X @ X", r"size 4 is different from 3"),
        ("X @ 2", "does not have enough dimensions"),
        ("w[3]", "index 3 is out of bounds for axis 0 with size 3"),
        ("X[0, 0, 0]", "too many indices for array: array is 2-dimensional, but 3 were indexed"),
        ("w[0.5]", "only integers, slices"),
        ("bool(w)", "The truth value of an array with more than one element is ambiguous"),
        ("w.__setitem__(0, [1.0])", "setting an array element with a sequence"),
        ("X.__setitem__(0, [1.0, 2.0])", r"could not broadcast input array from shape \(2,\) into shape \(3,\)"),
        ("w.__isub__(X)", "broadcast"),
        ("w - None", "unsupported operand type"),
        ("hash(w)", "unhashable type"),
    ],
)
def test_what_numpy_refuses_is_refused_in_the_same_words(expression: str, said: str) -> None:
    numbers, weights = table(4, 3), table(1, 3)[0]
    for make in (Array, np.array):
        with pytest.raises((ValueError, IndexError, TypeError), match=said):
            eval(expression, {"X": make(numbers), "w": make(weights)})


def table(n: int, p: int) -> list[list[float]]:
    """Numbers that are the same every time, of both signs."""
    draw = random.Random(n + p)
    return [[draw.uniform(-2, 3) for _ in range(p)] for _ in range(n)]


# What the page loads.


def test_the_archive_holds_the_sources_and_answers_alone(tmp_path: Path) -> None:
    packed = tmp_path / "gdlearn.zip"
    packed.write_bytes(page.archive())
    assert packed.read_bytes() == page.archive()  # the same bytes every time
    with ZipFile(packed) as archive:
        for entry in archive.namelist():
            assert archive.read(entry) == (page.ROOT / entry).read_bytes(), entry
        archive.extractall(tmp_path / "alone")
    asked = [(name, exercise.solution.read_text()) for name, exercise in IN_PAGE.items()]
    answers, modules = alone(tmp_path / "alone", asked)
    assert [answer["state"] for answer in answers] == ["right"] * len(IN_PAGE)
    assert "gdlearn.exercises.page" in modules
    assert not (tmp_path / "alone/gdlearn/exercises/files" / "write-a-backend").exists()
    assert (FILES / "write-a-backend").exists()


def test_the_course_of_the_page_is_that_of_the_package_to_the_last_digit() -> None:
    import gdlearn as gd

    course, data = page.course(), gd.line()
    made = [
        course["slope"] * x + course["bias"] + course["noise"] * error
        for x, error in zip(course["x"], course["errors"], strict=True)
    ]
    assert made == data.y.tolist()
    assert course["x"] == data.X[:, 0].tolist()
    assert course["start"] == gd.starting_weights(2).tolist()


def test_both_files_are_written_and_their_sizes_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.main(tmp_path)
    assert json.loads((tmp_path / "course.json").read_text()) == page.course()
    assert f"{(tmp_path / 'gdlearn.zip').stat().st_size / 1000:.0f} kB" in capsys.readouterr().out
