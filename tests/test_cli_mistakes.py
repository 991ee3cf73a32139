"""`gdlearn mistakes`: what a learner sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdlearn.cli import main
from gdlearn.mistakes import CATALOGUE


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(("mistakes", *arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_all_mistakes_are_listed_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys)
    assert (status, err) == (0, "")
    words = set(out.split())
    assert set(CATALOGUE) <= words
    for kind in ("the value of the gradient", "shapes and types", "the loop"):
        assert f"Mistakes in {kind}" in out


def test_those_of_one_lesson_are_listed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--lesson", "9")
    assert status == 0
    listed = {name for name in CATALOGUE if name in out.split()}
    assert listed == {name for name, mistake in CATALOGUE.items() if mistake.lesson == 9}


def test_a_lesson_without_mistakes_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--lesson", "99")
    assert (status, out) == (2, "")
    assert "no mistake of the catalogue belongs to lesson 99" in err


def test_a_name_that_is_nearly_right_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "zero-gard")
    assert (status, out) == (2, "")
    assert "there is no mistake 'zero-gard'" in err
    assert "zero-grad" in err
    assert len(err.splitlines()) == 1


def test_a_mistake_is_shown_with_its_program_its_numbers_and_its_cure(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "missing-two")
    mistake, flat = CATALOGUE["missing-two"], " ".join(out.split())
    assert (status, err) == (0, "")
    assert "-     s = r\n" in out
    assert "+     s = 2 * r\n" in out
    assert "0.5 times the right one" in out
    for text in (mistake.title, mistake.symptom, mistake.message, mistake.cure, mistake.evidence):
        assert text in flat
    assert "--out" in out


def test_a_mistake_that_raises_says_where_and_what_the_library_said(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rebinding-no-grad")
    assert "It stops in step 1:" in out
    assert "element 0 of tensors does not require grad" in out
    assert "--out" not in out  # two rows are no picture


@pytest.mark.parametrize("name", ["zero-grad", "sum-not-mean", "tiny-step", "loose-tolerance", "last-only"])
def test_no_line_is_wider_than_a_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, name)
    assert max(map(len, out.splitlines())) <= 80


def test_an_overflow_is_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "half-times-n")
    assert "overflow" in out
    assert "nan" not in out.lower().split()


def test_the_figure_is_written_where_it_is_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "wrong-sign", "--out", str(tmp_path / "new"))
    assert status == 0
    written = tmp_path / "new" / "wrong-sign.png"
    assert written.read_bytes().startswith(b"\x89PNG")
    assert "wrong-sign.png" in out


def test_a_file_is_no_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, _, err = run(capsys, "wrong-sign", "--out", str(tmp_path / "file"))
    assert status == 2
    assert "name a folder" in err
