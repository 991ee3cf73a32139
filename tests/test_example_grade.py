"""The grader of the how-to page, on answers that it must accept, reject, and survive."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
Verdict = Callable[[Path], str]


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    found: Verdict = runpy.run_path(str(EXAMPLES / "grade.py"))["verdict"]
    return found


@pytest.fixture
def answer(tmp_path: Path) -> Callable[[str], Path]:
    def write(line: str) -> Path:
        file = tmp_path / "answer.py"
        file.write_text(f"import numpy as np\ndef gradient(X, y, w):\n    r = X @ w - y\n    {line}\n")
        return file

    return write


def test_a_right_answer_is_accepted(verdict: Verdict, answer: Callable[[str], Path]) -> None:
    assert verdict(EXAMPLES / "submissions" / "ada.py") == "right"
    assert verdict(answer("return [2 * (r * column).mean() for column in X.T]")) == "right"


@pytest.mark.parametrize(
    ("line", "ratio"),
    [
        ("return X.T @ r / len(y)", 0.5),
        ("return 4 * X.T @ r / len(y)", 2),
        ("return -2 * X.T @ r / len(y)", -1),
        ("return 2 * X.T @ r", 7),
        ("return 2 * X.T @ r / X.size", 0.25),
    ],
    ids=["the 2 is missing", "the 2 is there twice", "wrong sign", "sum", "divided by all entries"],
)
def test_a_wrong_factor_is_rejected_with_its_ratio(
    line: str, ratio: float, verdict: Verdict, answer: Callable[[str], Path]
) -> None:
    said = verdict(answer(line))
    assert said.startswith("wrong")
    assert f"{ratio:g} times as much" in said


@pytest.mark.parametrize(
    "line",
    [
        "g = 2 * X.T @ r / len(y); g[-1] = 0; return g",
        "return np.full(len(w), 2 * r.mean())",
        "return 2 * X.T @ (r[:, None] - np.zeros(len(y))).mean(1) / len(y) * (1 + 1e-6)",
        "return (2 * X.T @ r / len(y))[:, None]",
        "w -= 1; return 2 * X.T @ r / len(y)",
    ],
    ids=["no gradient for the last", "the feature is forgotten", "wrong by 1e-6", "a column", "writes into w"],
)
def test_other_mistakes_are_rejected(line: str, verdict: Verdict, answer: Callable[[str], Path]) -> None:
    assert verdict(answer(line)).startswith("wrong")


def test_a_crash_is_one_sentence(verdict: Verdict, answer: Callable[[str], Path], tmp_path: Path) -> None:
    assert "mismatch" in verdict(EXAMPLES / "submissions" / "cho.py")
    assert "ZeroDivisionError" in verdict(answer("return 1 / 0"))
    (tmp_path / "empty.py").write_text("")
    assert verdict(tmp_path / "empty.py") == "stopped: KeyError: 'gradient'"


@pytest.mark.slow
def test_an_endless_loop_and_a_program_that_ends_itself_are_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("while True:\n    pass\n")
    (tmp_path / "b.py").write_text("import os\nos._exit(3)\n")
    shutil.copy(EXAMPLES / "submissions" / "ada.py", tmp_path / "c.py")
    command = [sys.executable, str(EXAMPLES / "grade.py"), str(tmp_path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines] == [
        "stopped: no answer after 5 seconds",
        "stopped: the program ended itself",
        "right",
    ]
