"""The grades of a class as a file: JSON, CSV, JUnit's XML, and what Gradescope reads."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from gdlearn.errors import InputError
from gdlearn.exercises.grading.answer import POINTS, Answer
from gdlearn.exercises.grading.reveal import Reveal
from gdlearn.exercises.grading.summary import count
from gdlearn.exercises.manifest import exercises

UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML may not hold
FORMULA = ("=", "+", "-", "@")  # a spreadsheet would compute what begins with one of these


def by_student(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    """The answers of each student."""
    return {student: list(own) for student, own in groupby(answers, key=lambda answer: answer.student)}


def to_json(answers: Sequence[Answer], reveal: Reveal) -> str:
    """All of it: every answer of every student, and how many made which mistake."""
    students = [
        {
            "student": student,
            "points": sum(answer.points for answer in own),
            "max_points": POINTS * len(own),
            "answers": [_answer(answer, reveal) for answer in own],
        }
        for student, own in by_student(answers).items()
    ]
    summary = [one._asdict() for one in count(answers)] if reveal is not Reveal.SCORE else []
    return json.dumps({"submissions": students, "summary": summary}, indent=2, ensure_ascii=False) + "\n"


def _answer(answer: Answer, reveal: Reveal) -> dict[str, Any]:
    return {
        "exercise": answer.exercise,
        "points": answer.points,
        "max_points": POINTS,
        "mistakes": reveal.mistakes(answer),
        "message": reveal.message(answer),
        "seconds": round(answer.seconds, 2),
    }


def to_csv(answers: Sequence[Answer], reveal: Reveal) -> str:
    """A row for every answer."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["student", "exercise", "points", "max_points", "mistakes", "message"])
    for answer in answers:
        row = [answer.student, answer.exercise, " ".join(reveal.mistakes(answer)), reveal.message(answer)]
        student, exercise, mistakes, message = (f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row)
        rows.writerow([student, exercise, answer.points, POINTS, mistakes, message])
    return text.getvalue()


def to_junit(answers: Sequence[Answer], reveal: Reveal) -> str:
    """A suite for every student, with a case for every exercise."""
    root = ElementTree.Element("testsuites", {"name": "gdlearn"} | _totals(answers))
    for student, own in by_student(answers).items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": _printable(student)} | _totals(own))
        for answer in own:
            about = {"classname": _printable(student), "name": answer.exercise, "time": f"{answer.seconds:.2f}"}
            case = ElementTree.SubElement(suite, "testcase", about)
            if not answer.diagnosis.ok:
                kind = " ".join(reveal.mistakes(answer)) or "not yet"
                message = _printable(reveal.message(answer))
                failure = ElementTree.SubElement(case, "failure", type=kind, message=message.partition("\n")[0])
                failure.text = message
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _totals(answers: Sequence[Answer]) -> dict[str, str]:
    failures, seconds = sum(not answer.diagnosis.ok for answer in answers), sum(answer.seconds for answer in answers)
    return {"tests": str(len(answers)), "failures": str(failures), "errors": "0", "time": f"{seconds:.2f}"}


def _printable(text: str) -> str:
    return UNPRINTABLE.sub("�", text)


def to_gradescope(answers: Sequence[Answer], reveal: Reveal) -> str:
    """The `results.json` of one submission, as Gradescope's autograders write it.

    Raises:
        InputError: if there is more than one submission.
    """
    students = by_student(answers)
    if len(students) != 1:
        raise InputError(
            f"--format gradescope is for one submission, and there are {len(students)}; name the folder of one student."
        )
    points, most = sum(answer.points for answer in answers), POINTS * len(answers)
    known = exercises()
    tests = [
        {
            "name": f"Lesson {known[answer.exercise].lesson}: {known[answer.exercise].title} ({answer.exercise})",
            "score": answer.points,
            "max_score": POINTS,
            "status": "passed" if answer.diagnosis.ok else "failed",
            "output": reveal.message(answer),
            "tags": reveal.mistakes(answer),
            "visibility": "visible",
        }
        for answer in answers
    ]
    top = {"score": points, "output": f"{points} of {most} answers are right.", "visibility": "visible"}
    # What is printed while grading is for the teacher.
    return json.dumps({**top, "stdout_visibility": "hidden", "tests": tests}, indent=2, ensure_ascii=False) + "\n"


Report = Callable[[Sequence[Answer], Reveal], str]
REPORTS: Mapping[str, Report] = {
    "json": to_json,
    "csv": to_csv,
    "junit": to_junit,
    "gradescope": to_gradescope,
}
