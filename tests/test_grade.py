"""Grading a class: every answer is graded, whatever the others do, and each format is what its readers read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_hex

from gdlearn.cli.grade import grade as command
from gdlearn.diagnosis import Diagnosis
from gdlearn.errors import InputError
from gdlearn.exercises import exercises
from gdlearn.exercises.exercise import Exercise
from gdlearn.exercises.grading import REPORTS, Answer, Count, Reveal, Submission, count, find_submissions, grade
from gdlearn.palette import RESIDUAL
from gdlearn.plots.class_summary import SHOWN, draw_class_summary
from gdlearn.plots.style import subplots

NAME = "gradient-vectorised"
EXERCISE = exercises()[NAME]
RIGHT = "def gradient(X, y, w):\n    return 2 / len(y) * X.T @ (X @ w - y)\n"
HALF = RIGHT.replace("2 /", "1 /")
HOSTILE = {
    "timeout": "while True:\n    pass\n",
    "process": "import os\nwhile True:\n    os.fork()\n",
    "memory": "all = []\nwhile True:\n    all.append(bytes(10**7))\n",
    "crash": "import ctypes\nctypes.string_at(0)\n",
    "exit": "import os\nos._exit(0)\n",
    "output": "while True:\n    print('spam ' * 99)\n",
    "import": "import panda_bear\n",
    "syntax": "def gradient(X, y, w)\n    return 0\n",
    "missing": "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\n",
}
HandIn = Callable[..., Path]


@pytest.fixture
def hand_in(tmp_path: Path) -> HandIn:
    """Write a folder for each student, as in `hand_in(ada=RIGHT, ben=HALF)`."""

    def hand_in(file: str = EXERCISE.file_name, **texts: str) -> Path:
        for student, text in texts.items():
            path = tmp_path / "class" / student / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "class"

    return hand_in


def judge(_: Exercise, file: Path) -> Diagnosis:
    """A checker that is quick: the file says what it finds."""
    text = file.read_text()
    if text == "fail":
        raise ZeroDivisionError("no luck")
    return Diagnosis(text == RIGHT, () if text in (RIGHT, "?") else (text,), f"said: {text}")


def answers(**texts: str) -> list[Answer]:
    return [
        Answer(
            student, NAME, Diagnosis(text == RIGHT, () if text in (RIGHT, "?") else (text,), f"<{text}> & more\nend")
        )
        for student, text in texts.items()
    ]


@pytest.mark.slow
def test_a_class_is_graded_and_hostile_answers_are_one_line_each(hand_in: HandIn) -> None:
    folder = hand_in(ada=RIGHT, ben=HALF, **{f"x-{kind}": text for kind, text in HOSTILE.items()}, zoe=RIGHT)
    found = {answer.student: answer for answer in grade(find_submissions(folder))}
    assert {student: answer.points for student, answer in found.items() if answer.points} == {"ada": 1, "zoe": 1}
    assert found["ben"].faults == ("missing-two",)
    assert {kind: found[f"x-{kind}"].faults for kind in HOSTILE} == {kind: (kind,) for kind in HOSTILE}


def test_answers_come_in_the_order_of_the_class_and_a_failing_check_is_one_of_them(hand_in: HandIn) -> None:
    found = grade(find_submissions(hand_in(ada=RIGHT, ben="fail", cho="missing-two")), check=judge, jobs=1)
    assert [(answer.student, answer.points) for answer in found] == [("ada", 1), ("ben", 0), ("cho", 0)]
    assert "ZeroDivisionError: no luck" in found[1].diagnosis.message
    assert found[2].faults == ("missing-two",)


def test_whoever_hands_in_nothing_has_no_points(hand_in: HandIn) -> None:
    folder = hand_in(ada=RIGHT)
    (folder / "ben").mkdir()
    ada, ben = grade(find_submissions(folder), check=judge, jobs=1)
    assert (ada.points, ben.points, ben.faults) == (1, 0, ("none",))


def test_files_are_found_by_their_names_wherever_they_lie(hand_in: HandIn) -> None:
    folder = hand_in("homework/gradient_vectorised.py", ada=RIGHT)
    hand_in("gradient-vectorised.py", ada=HALF)
    hand_in("my_notes.py", ada="")
    hand_in("__MACOSX/gradient-loop.py", ada="")
    hand_in(".git/gradient-loop.py", ada="")
    (ada,) = find_submissions(folder)
    assert dict(ada.files) == {NAME: folder / "ada" / "gradient-vectorised.py"}  # the one that lies higher


def test_a_folder_with_answers_in_it_is_one_submission(hand_in: HandIn) -> None:
    folder = hand_in(ada=RIGHT)
    assert find_submissions(folder / "ada") == find_submissions(folder)
    hand_in("part/gradient-loop.py", ada=RIGHT)
    assert list(find_submissions(folder / "ada", single=True)[0].files) == ["gradient-loop", NAME]


def test_only_the_exercises_that_are_asked_for_count(hand_in: HandIn) -> None:
    folder = hand_in(ada=RIGHT)
    hand_in("gradient-loop.py", ben=RIGHT)
    assert {tuple(each.files) for each in find_submissions(folder)} == {("gradient-loop", NAME)}
    assert {tuple(each.files) for each in find_submissions(folder, [NAME])} == {(NAME,)}
    assert find_submissions(folder, ["write-the-loop"], single=True)[0].files == {"write-the-loop": None}


@pytest.mark.parametrize(
    ("folder", "names", "said"),
    [
        ("class", ["gradiant-loop"], "did you mean gradient-loop"),
        ("nowhere", [], "no folder"),
        ("class/ada", [], "no answers"),
    ],
)
def test_what_cannot_be_graded_is_one_sentence(folder: str, names: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    with pytest.raises(InputError, match=said):
        find_submissions(tmp_path / folder, names)


def test_the_summary_counts_students_not_answers() -> None:
    found = answers(ada="missing-two", ben="missing-two", cho=RIGHT, dan="?")
    found.append(Answer("ada", "gradient-loop", Diagnosis(False, ("missing-two",), "")))
    assert [str(one) for one in count(found)] == [
        "2 of 4: the 2 is missing (missing-two)",
        "1 of 4: not recognised (unknown)",
    ]


def test_json_holds_everything() -> None:
    found = json.loads(REPORTS["json"](answers(ada=RIGHT, ben="missing-two"), Reveal.MESSAGES))
    ben = found["submissions"][1]
    assert (ben["student"], ben["points"], ben["max_points"]) == ("ben", 0, 1)
    assert ben["answers"][0]["mistakes"] == ["missing-two"]
    assert found["summary"][0]["students"] == 1


def test_csv_is_read_back_by_a_csv_reader_and_holds_no_formulas() -> None:
    rows = list(
        csv.DictReader(StringIO(REPORTS["csv"](answers(**{"=cmd()": "missing-two", "ada": RIGHT}), Reveal.MESSAGES)))
    )
    assert [(row["student"], row["points"], row["mistakes"]) for row in rows] == [
        ("'=cmd()", "0", "missing-two"),
        ("ada", "1", ""),
    ]
    assert rows[0]["message"] == "<missing-two> & more\nend"


def test_junit_is_xml_with_a_case_for_every_answer() -> None:
    found = answers(ada=RIGHT, ben="missing-two")
    found.append(Answer("ben", "gradient-loop", Diagnosis(False, (), "a \x00 and a \x1b[31m")))
    root = ElementTree.fromstring(REPORTS["junit"](found, Reveal.MESSAGES))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "3", "2")
    assert [suite.get("name") for suite in root] == ["ada", "ben"]
    failures = [case.find("failure") for case in root.iter("testcase")]
    assert failures[0] is None
    assert failures[1] is not None
    assert (failures[1].get("type"), failures[1].text) == ("missing-two", "<missing-two> & more\nend")


def test_gradescope_reads_a_score_and_a_test_for_every_exercise() -> None:
    found = json.loads(REPORTS["gradescope"]([*answers(ada="missing-two"), *answers(ada=RIGHT)], Reveal.MISTAKES))
    assert (found["score"], found["stdout_visibility"]) == (1, "hidden")
    first, second = found["tests"]
    assert (first["score"], first["max_score"], first["status"], second["status"]) == (0, 1, "failed", "passed")
    assert first["output"] == "Not yet: The 2 is missing (missing-two)."
    with pytest.raises(InputError, match="one submission, and there are 2"):
        REPORTS["gradescope"](answers(ada=RIGHT, ben=RIGHT), Reveal.SCORE)


@pytest.mark.parametrize("name", ["json", "csv", "junit", "gradescope"])
def test_the_score_alone_reveals_nothing_else(name: str) -> None:
    found = answers(ada="missing-two")
    assert "missing" not in REPORTS[name](found, Reveal.SCORE)
    assert "more" not in REPORTS[name](found, Reveal.MISTAKES)
    assert "missing-two" in REPORTS[name](found, Reveal.MISTAKES)
    assert "more" in REPORTS[name](found, Reveal.MESSAGES)


def test_the_picture_has_a_bar_for_each_of_the_most_frequent_mistakes() -> None:
    counts = [Count(f"id-{i}", f"mistake {i}", 30 - i, 40) for i in range(SHOWN + 5)]
    _, axes = subplots()
    draw_class_summary(axes, counts)
    assert [bar.get_width() for bar in axes.patches] == [30 - i for i in range(SHOWN)]
    assert {to_hex(bar.get_facecolor()) for bar in axes.patches} == {RESIDUAL}
    assert axes.get_xlabel() == "students, of 40"


def test_the_command_grades_writes_and_says_how_it_went(
    hand_in: HandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out, figure = hand_in(ada=RIGHT, ben=HALF), tmp_path / "grades.json", tmp_path / "class.png"
    assert command(folder, format="json", out=out, figure=figure) == 1
    assert json.loads(out.read_text())["submissions"][1]["answers"][0]["mistakes"] == ["missing-two"]
    assert figure.read_bytes().startswith(b"\x89PNG")
    assert command(folder / "ada") == 0
    assert "1 of 1" in capsys.readouterr().out
    for wrong in ({"out": out, "format": "csv"}, {"figure": figure}, {"out": tmp_path / "new"}, {"jobs": 0}):
        with pytest.raises(InputError):
            command(folder, **wrong)
    assert command(folder / "ada", format="csv", out=out, force=True) == 0


def test_every_way_to_end_has_a_title() -> None:
    for kind in HOSTILE:
        answer = Answer("ada", NAME, Diagnosis(False, (), "", {"stopped": kind}))
        assert answer.title(*answer.faults) != kind
    assert Answer("ada", NAME, Diagnosis(False, (), "", {"todo": "the gradient"})).faults == ("todo",)
    assert Submission("ada", {}).files == {}
