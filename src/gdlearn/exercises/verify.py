"""The author's check: every exercise is whole, its solution passes, and every wrong answer is named as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

from gdlearn.diagnosis.diagnosis import Diagnosis
from gdlearn.errors import GdlearnError
from gdlearn.exercises.checking import check_here
from gdlearn.exercises.exercise import FILES, Exercise, docstring
from gdlearn.exercises.kinds import KINDS
from gdlearn.exercises.manifest import exercises

LESSONS = range(1, 17)
HINTS = 3
ALLOWED = {"stub.py", "solution.py", "cases.py", "check.py"}
NEEDED = {"function": {"cases.py"}, "own": {"check.py"}}


Judge = Callable[[Exercise, Path], Diagnosis]


def verify(exercise: Exercise, judge: Judge = check_here) -> Iterator[str]:
    """What is wrong with an exercise, a sentence for each fault; none if all is well.

    Args:
        exercise: the exercise.
        judge: how a file is checked: `check_here`, in this process, or `check_file`, as a learner's file is.
    """
    faults = [*_entry(exercise), *_files(exercise)]
    yield from faults
    if not faults:
        yield from _stub(exercise, judge)
        yield from _right(exercise, judge)
        yield from _wrong(exercise, judge)


def unlisted(folder: Path = FILES) -> Iterator[str]:
    """What lies beside the exercises and is in no manifest, a sentence for each."""
    for path in sorted(folder.iterdir()):
        if path.name not in {*exercises(), "__pycache__"}:
            yield f"{path.name} lies in {folder.name}/ and is not in the manifest."


def quiet(exercise: Exercise, file: Path, judge: Judge = check_here) -> Diagnosis:
    """Check a file of ours; what it prints is not shown, nor what it is warned of."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), catch_warnings():
        simplefilter("ignore")
        return judge(exercise, file)


def _entry(exercise: Exercise) -> Iterator[str]:
    """What the manifest must say."""
    if exercise.kind not in KINDS:
        yield f"there is no kind {exercise.kind!r}; there are: {', '.join(KINDS)}."
    if exercise.lesson not in LESSONS:
        yield f"there is no lesson {exercise.lesson}."
    if len(exercise.hints) != HINTS:
        yield f"there are {len(exercise.hints)} hints; write {HINTS}, from a nudge to nearly the answer."


def _files(exercise: Exercise) -> Iterator[str]:
    """What the folder must hold, and nothing else."""
    present = {path.relative_to(exercise.folder) for path in exercise.folder.rglob("*") if path.is_file()}
    names = {path.as_posix() for path in present if "__pycache__" not in path.parts}
    for name in sorted(({"stub.py", "solution.py"} | NEEDED.get(exercise.kind, set())) - names):
        yield f"{name} is missing."
    for name in sorted(names - ALLOWED):
        if Path(name).parent.name not in {"wrong", "variants"} or not name.endswith(".py"):
            yield f"{name} has no place here; wrong answers lie in wrong/, right ones in variants/."
    if not exercise.wrong:
        yield "there is no wrong answer in wrong/; a check that was never seen to fail proves nothing."
    if exercise.kind == "function" and not exercise.variants:
        yield "there is no other right answer in variants/; without one the solution is held against itself alone."


def _stub(exercise: Exercise, judge: Judge) -> Iterator[str]:
    if docstring(exercise.stub).partition("\n")[0] not in (f"{exercise.title}.", exercise.title):
        yield f"the first line of the stub must be its title, with a full stop: {exercise.title}"
    if not exercise.task:
        yield "the docstring of the stub does not state the task."
    found = quiet(exercise, exercise.stub, judge)
    if "todo" not in found.evidence:
        yield f"the stub must stop with NotImplementedError('TODO: ...'), and is: {_short(found)}"
    elif str(found.evidence["todo"]) not in exercise.stub.read_text(encoding="utf-8"):
        yield "the message of the stub is not its own."


def _right(exercise: Exercise, judge: Judge) -> Iterator[str]:
    for file in (exercise.solution, *exercise.variants):
        found = quiet(exercise, file, judge)
        if not found.ok:
            yield f"{file.relative_to(exercise.folder)} is right and is rejected: {_short(found)}"
    if docstring(exercise.stub) != docstring(exercise.solution):
        yield "the solution does not repeat the task of the stub word for word."


def _wrong(exercise: Exercise, judge: Judge) -> Iterator[str]:
    for wrong in exercise.wrong:
        name = wrong.path.relative_to(exercise.folder)
        if not wrong.mistakes:
            yield f"{name} does not say which mistake it is; its first line must be `# mistake: id`."
        for id in wrong.mistakes:  # noqa: A001  # the word of the catalogue
            if not exercise.knows(id):
                yield f"{name}: {id} is not in the catalogue; say `# title:`, `# message:` and `# cure:` below it."
        try:
            found = quiet(exercise, wrong.path, judge)
        except GdlearnError as error:
            yield f"{name}: {error}"
            continue
        if found.ok:
            yield f"{name} is wrong and PASSES."
        elif found.mistakes != wrong.mistakes:
            yield f"{name} is named {', '.join(found.mistakes) or 'nothing'}, not {', '.join(wrong.mistakes)}."


def _short(found: Diagnosis) -> str:
    return " ".join(str(found).split())[:300]
