"""gdlearn exercises: a learner's evening, from the first file to the last, with mistakes on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from select import select
from shutil import copyfile
from time import monotonic, sleep
from types import SimpleNamespace

import pytest

from gdlearn.cli import main
from gdlearn.errors import InputError
from gdlearn.exercises import exercises, find
from gdlearn.exercises.progress import Progress
from gdlearn.exercises.workspace import Workspace

FIRST = next(iter(exercises().values()))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A learner who has just begun, and stands in their folder."""
    found, _ = Workspace.start(tmp_path / "mine")
    monkeypatch.chdir(found.folder)
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> SimpleNamespace:
    status = main(["exercises", *arguments])
    out, err = capsys.readouterr()
    return SimpleNamespace(status=status, out=out, err=err)


def answer(space: Workspace, name: str, file: str = "solution.py") -> Path:
    path = space.path(find(name))
    copyfile(find(name).folder / file, path)
    return path


def test_start_writes_every_stub_once_and_touches_nothing_that_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "start", "mine").status == 0
    folder = tmp_path / "mine"
    names = {path.name for path in folder.iterdir()}
    assert names == {"README.md", "progress.json", *(each.file_name for each in exercises().values())}
    for exercise in exercises().values():
        assert (folder / exercise.file_name).read_bytes() == exercise.stub.read_bytes()
    mine = folder / FIRST.file_name
    mine.write_text("my work")
    (folder / "README.md").unlink()
    assert "1 new file in mine" in run(capsys, "start", "mine").out
    assert mine.read_text() == "my work"


def test_an_evening_with_mistakes_on_the_way(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    name = "gradient-loop"
    untouched = run(capsys, "check", name)
    assert (untouched.status, "Still to do" in untouched.out) == (1, True)
    assert space.progress[name].state == "open"  # nothing was tried yet
    refused = run(capsys, "solution", name)
    assert (refused.status, refused.out) == (2, "")
    assert "try gradient-loop first" in refused.err

    answer(space, name, "wrong/missing_two.py")
    wrong = run(capsys, "check")  # the file that was changed last
    assert wrong.status == 1
    assert "missing-two" in wrong.out
    assert "hint gradient-loop" in wrong.out
    assert space.progress[name].tries == 1
    for number in (1, 2, 3, 3):
        said = run(capsys, "hint").out
        assert f"hint {number} of 3" in said
        assert ("gdlearn exercises solution" in said) == (number == 3)
    shown = run(capsys, "solution").out
    assert "for j in range(p)" in shown
    assert "The loss of a line" not in shown  # the task is known

    answer(space, name)
    right = run(capsys, "check")
    assert right.status == 0
    assert "Right" in right.out
    assert "Next: gradient-vectorised" in right.out
    assert space.progress[name].state == "done"
    assert f"1 of {len(exercises())} done" in run(capsys, "list").out


def test_without_a_name_the_file_changed_last_is_checked_until_it_is_done(space: Workspace) -> None:
    assert space.touched() is FIRST
    loop = find("write-the-loop")
    answer(space, loop.name, "wrong/stale.py")
    assert space.touched() is loop
    answer(space, loop.name)
    assert space.check(loop).ok
    assert space.touched() is find("descend-in-torch")
    path = space.path(loop)
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**10))  # edited again
    assert space.touched() is loop


def test_the_next_exercise_comes_after_the_last_one_and_then_from_the_beginning(space: Workspace) -> None:
    first, second, *_, before, last = exercises().values()
    assert space.next() is first
    space.progress.tried(second.name, ok=True)
    assert space.next(first) not in (first, second)
    assert space.next(before) is last
    assert space.next(last) is first
    for name in exercises():
        space.progress.tried(name, ok=True)
    assert space.next() is None
    assert space.next(last) is None


def test_start_without_a_name_means_the_folder_that_is_there(
    capsys: pytest.CaptureFixture[str], space: Workspace
) -> None:
    space.path(FIRST).unlink()
    said = run(capsys, "start").out
    assert said.startswith(f"1 new file in {space.folder}. What was there before is as it was.")
    assert "cd " not in said
    assert not (space.folder / "gdlearn-exercises").exists()


def test_a_fresh_folder_is_entered_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(capsys, "start").out
    assert "as it was" not in said
    assert "\n    cd gdlearn-exercises\n    gdlearn exercises next\n" in said


def test_a_todo_that_was_left_beside_the_answer_is_named_with_its_line(
    capsys: pytest.CaptureFixture[str], space: Workspace
) -> None:
    path = space.path(find("gradient-vectorised"))
    text = path.read_text().replace("    raise", "    g = 2 / len(y) * X.T @ (X @ w - y)\n    raise")
    path.write_text(text)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "raise" in each)
    said = run(capsys, "check").out
    assert f"Line {line} is still to be written: compute the residuals" in said
    assert "Put your own lines in its place." in said


def test_a_task_is_told_in_lines_as_wide_as_the_terminal(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    answer(space, "bias-column", "wrong/" + find("bias-column").wrong[0].path.name)
    said = run(capsys, "next").out.splitlines()
    table = said.index("    1.5  2.0            1.5  2.0  1.0")  # what is set out in columns stays so
    assert said[table + 1].startswith("    4.0  8.0    ->")
    prose = said[3 : said.index("", 3)]
    assert len(prose) > 1
    for line, following in pairwise(prose):
        assert len(line.rstrip()) + len(following.split()[0]) >= 79  # the next word did not fit


@pytest.mark.usefixtures("space")
def test_the_list_has_one_line_for_each_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "list").out.splitlines()
    for name in exercises():
        assert sum(f" {name} " in line for line in said) == 1
    assert len(said) == 2 + len(exercises()) + 3
    assert max(map(len, said)) <= 80


def test_reset_keeps_what_was_written(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    name = "gradient-loop"
    path = space.path(find(name))
    assert "Nothing of yours was in it" in run(capsys, "reset", name).out
    for number, text in enumerate(("one", "two"), 1):
        path.write_text(text)
        assert f"{path.name}.bak-{number}" in run(capsys, "reset", name).out
        assert path.with_name(f"{path.name}.bak-{number}").read_text() == text
        assert path.read_bytes() == find(name).stub.read_bytes()


@pytest.mark.parametrize("inside", [".", "mine", "mine/deeper"])
def test_the_folder_is_found_from_beside_it_in_it_and_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    Workspace.start(tmp_path / "gdlearn-exercises")
    place = tmp_path / inside.replace("mine", "gdlearn-exercises")
    place.mkdir(exist_ok=True)
    monkeypatch.chdir(place)
    assert Workspace.find().folder == (tmp_path / "gdlearn-exercises").resolve()


def test_no_folder_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for command in ("list", "next", "check", "hint", "watch", "solution"):
        found = run(capsys, command, "--dir", str(tmp_path))
        assert (found.status, found.out) == (2, "")
        assert "`gdlearn exercises start` writes them" in found.err


def test_what_a_program_prints_is_shown(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    path = answer(space, "gradient-loop")
    path.write_text(path.read_text().replace("    return g", "    print('g is here')\n    return g"))
    found = run(capsys, "check", "gradient-loop")
    assert found.status == 0
    assert "Your program printed:\n  g is here" in found.out


def test_a_name_that_is_none_is_one_sentence(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    found = run(capsys, "check", "gradient-lop", "--dir", str(space.folder))
    assert found.status == 2
    assert "did you mean gradient-loop" in found.err


def test_a_file_that_was_deleted_is_one_sentence(capsys: pytest.CaptureFixture[str], space: Workspace) -> None:
    space.path(FIRST).unlink()
    found = run(capsys, "check", FIRST.name)
    assert found.status == 2
    assert "there is no file" in found.err


# The file of the progress


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "no table"),
        ('{"gradient-loop": 3}', "'gradient-loop' is no table"),
        ('{"gradient-loop": {"tries": "many"}}', "tries of 'gradient-loop' is 'many'"),
        ('{"gradient-loop": {"solved": true}}', "solved of 'gradient-loop' is True"),
    ],
)
def test_a_broken_state_is_one_sentence_and_stays_as_it_is(
    capsys: pytest.CaptureFixture[str], space: Workspace, text: str, reason: str
) -> None:
    state = space.folder / "progress.json"
    state.write_text(text)
    answer(space, "gradient-loop")
    for command in ("list", "next", "check", "hint"):
        found = run(capsys, command)
        assert found.status == 2
        assert reason in found.err
        assert "mend it, or move it away" in found.err
    assert state.read_text() == text


def test_what_a_learner_notes_in_the_state_stays_there(space: Workspace) -> None:
    state = space.folder / "progress.json"
    state.write_text('{"note": {"to": "myself"}, "gradient-loop": {"tries": 2, "mood": "good"}}')
    space.progress.tried("gradient-loop", ok=True)
    values = json.loads(state.read_text())
    solved = values["gradient-loop"].pop("solved")
    assert values == {"note": {"to": "myself"}, "gradient-loop": {"tries": 2, "mood": "good"}}
    space.progress.tried("gradient-loop", ok=True)
    assert space.progress["gradient-loop"].solved == solved  # the first time counts


def test_a_state_that_cannot_be_written_loses_nothing(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    space.progress.tried("gradient-loop", ok=False)
    before = (space.folder / "progress.json").read_text()

    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(InputError, match="No space left"):
        space.progress.tried("gradient-loop", ok=True)
    assert (space.folder / "progress.json").read_text() == before
    assert Progress.read(space.folder)["gradient-loop"].tries == 1


# The author's commands


def test_verify_and_matrix_end_with_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "verify", "gradient-loop")
    assert found.status == 0
    assert "PASSED: 1 exercises" in found.out
    found = run(capsys, "matrix", "mean-squared-error", "--jobs", "1", "--format", "json")
    rows = json.loads(found.out)
    assert found.status == 0
    assert {row["source"] for row in rows} == {"file", "variant"}
    assert all(row["fate"] in ("named rightly", "accepted") for row in rows)
    found = run(capsys, "matrix", "mean-squared-error", "--jobs", "1", "--format", "markdown")
    assert found.out.splitlines()[0].startswith("| exercise | wrong files |")


# Watching


WATCH = "import sys; from gdlearn.cli import main; sys.exit(main(['exercises', 'watch']))"
PATIENCE = 20  # seconds


class Terminal:
    """`gdlearn exercises watch` in a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.side, self.inside = os.openpty()
        environment = os.environ | {"NO_COLOR": "1", "TERM": "xterm"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WATCH],
            cwd=folder,
            env=environment,
            stdin=self.inside,
            stdout=self.inside,
            stderr=self.inside,
        )
        self.seen = ""

    def sees(self, text: str) -> None:
        """Wait until a text appears, after whatever was waited for before."""
        limit = monotonic() + PATIENCE
        while text not in self.seen:
            assert monotonic() < limit, f"{text!r} does not appear in {self.seen!r}"
            if select([self.side], [], [], 0.1)[0]:
                self.seen += os.read(self.side, 1000).decode(errors="replace")
        self.seen = self.seen.partition(text)[2]

    def press(self, keys: str) -> None:
        os.write(self.side, keys.encode())

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as terminals do."""
        return bool(termios.tcgetattr(self.inside)[3] & termios.ECHO)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.side)
        os.close(self.inside)


@pytest.fixture
def terminal(space: Workspace) -> Iterator[Terminal]:
    found = Terminal(space.folder)
    yield found
    found.close()


def test_watch_checks_what_is_saved_and_obeys_its_keys(space: Workspace, terminal: Terminal) -> None:
    terminal.sees("q quit")
    assert not terminal.echoes()
    answer(space, "gradient-vectorised", "wrong/missing_two.py")
    terminal.sees("missing-two")
    terminal.sees("q quit")
    terminal.press("h")
    terminal.sees("hint 1 of 3")
    terminal.press("s")
    terminal.sees("return 2 / len(y) * X.T @ r")
    answer(space, "gradient-vectorised")
    terminal.sees("Right")
    terminal.sees("q quit")
    terminal.press("n")
    terminal.sees(find("half-mean").title)
    terminal.sees("q quit")
    terminal.press("n")  # not now: the one after it
    terminal.sees(find("columns").title)
    terminal.press("s")
    terminal.sees("try columns first")
    terminal.press("q")
    assert terminal.process.wait(PATIENCE) == 0
    assert space.progress["gradient-vectorised"].state == "done"


@pytest.mark.parametrize("end", ["q", "SIGINT", "SIGTERM"])
def test_watch_leaves_the_terminal_as_it_was(terminal: Terminal, end: str) -> None:
    terminal.sees("q quit")
    assert not terminal.echoes()
    if end == "SIGTERM":
        terminal.process.terminate()
    elif end == "SIGINT":
        terminal.process.send_signal(signal.SIGINT)
    else:
        terminal.press(end)
    assert terminal.process.wait(PATIENCE) == 0
    assert terminal.echoes()


def test_watch_works_where_nobody_can_press_a_key(space: Workspace) -> None:
    import signal

    process = subprocess.Popen(
        [sys.executable, "-u", "-c", WATCH],
        cwd=space.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert process.stdout is not None
    try:
        while "Your file" not in process.stdout.readline():
            pass
        sleep(0.5)
        answer(space, "gradient-loop", "wrong/sum.py")
        while "sum-not-mean" not in process.stdout.readline():
            pass
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert process.returncode == 0
